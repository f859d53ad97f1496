package io.peerhost.devstack.teststack;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.devstack.process.Probe;
import java.net.URI;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;

class TestStackTest {
    @Test
    void shouldGiveSeparateDatabasesWhenTheSameNameIsAskedTwice() throws Exception {
        var first = TestStack.database("things");
        var second = TestStack.database("things");

        try (var connection = DriverManager.getConnection(first.jdbcUrl(), first.user(), first.password());
                var statement = connection.createStatement()) {
            statement.execute("create table thing(id int)");
        }

        try (var connection = DriverManager.getConnection(second.jdbcUrl(), second.user(), second.password());
                var tables = connection.getMetaData().getTables(null, "public", "%", null)) {
            assertThat(tables.next()).isFalse();
        }
    }

    @Test
    void shouldNameOneBrokerWhenAskedTwice() {
        assertThat(TestStack.kafka()).isEqualTo(TestStack.kafka());
        assertThat(Probe.listens(Integer.parseInt(TestStack.kafka().split(":")[1])))
                .isTrue();
    }

    @Test
    void shouldRefuseStrangersWhenTheObjectStoreIsAskedWithoutASignature() {
        var store = TestStack.s3();

        assertThat(Probe.status(URI.create(store.endpoint() + "/" + store.bucket())))
                .isEqualTo(403);
    }

    @Test
    void shouldListenWhenTheEvmNodeIsAskedFor() {
        assertThat(Probe.listens(TestStack.evm().getPort())).isTrue();
    }
}
