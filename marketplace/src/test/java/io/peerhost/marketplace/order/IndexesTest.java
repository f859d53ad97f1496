package io.peerhost.marketplace.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.peerhost.marketplace.stack.MarketplaceStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked all the time must not read tables that only grow from end to end. */
@QuarkusTest
@QuarkusTestResource(MarketplaceStack.class)
class IndexesTest {
    private static final String SOMEBODY = "'00000000-0000-0000-0000-000000000001'::uuid";

    @Inject
    AgroalDataSource database;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lease | site    | site = :id",
                "lease | renter  | renter = :id AND stage = 'OFFERED'",
                "lease | seller  | seller = :id ORDER BY created_at DESC, id LIMIT 50",
                "lease | offer   | offer = :id AND stage NOT IN ('CLOSED', 'FAILED')",
                "offer | agent   | agent = '0x11' ORDER BY created_at DESC LIMIT 1",
                "offer | account | account = :id AND withdrawn_at IS NULL",
                "site  | name    | name = 'blog'"
            })
    void shouldFindRowsByAnIndexWhenTheTableIsLarge(String table, String column, String condition) throws SQLException {
        assertThat(plan(table, condition.replace(":id", SOMEBODY)))
                .containsPattern("Index Cond: \\(+" + column + "\\b");
    }

    /** Of a table like that one, without what other tests wrote: which of several indexes is taken hangs on it too. */
    private String plan(String table, String condition) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMP TABLE alike (LIKE " + table + " INCLUDING INDEXES)");
            // Small tables are read whole whatever indexes there are, unless that is forbidden.
            statement.execute("SET enable_seqscan = off");
            StringBuilder plan = new StringBuilder();
            try (ResultSet rows = statement.executeQuery("EXPLAIN SELECT id FROM alike WHERE " + condition)) {
                while (rows.next()) plan.append(rows.getString(1)).append('\n');
            }
            statement.execute("RESET enable_seqscan");
            statement.execute("DROP TABLE alike");
            return plan.toString();
        }
    }
}
