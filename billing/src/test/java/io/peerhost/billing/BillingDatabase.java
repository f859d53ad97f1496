package io.peerhost.billing;

import io.peerhost.devstack.teststack.TestStack;
import io.peerhost.messaging.Transactions;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** A new database with billing's tables, for tests of what stands without Quarkus. */
public final class BillingDatabase {
    private BillingDatabase() {}

    public static DataSource create(String name) {
        var database = TestStack.database(name);
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(database.jdbcUrl());
        source.setUser(database.user());
        source.setPassword(database.password());
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/messaging", "classpath:db/chain", "classpath:db/billing")
                .load()
                .migrate();
        return source;
    }

    public static Transactions transactions(DataSource source) {
        return Transactions.of(source);
    }
}
