package io.peerhost.billing.service;

import io.peerhost.billing.usage.Retention;
import io.peerhost.messaging.Transactions;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;

/** Once a day old evidence is folded. */
@Singleton
class Housekeeping {
    private static final Duration LEAST = Duration.ofDays(2);

    private final Retention retention;
    private final BillingConfig config;
    private final Clock clock;

    Housekeeping(DataSource database, BillingConfig config, Clock clock) {
        this.retention = new Retention(Transactions.of(database));
        this.config = config;
        this.clock = clock;
        if (config.keepEvidence().compareTo(LEAST) < 0)
            throw new IllegalArgumentException("KEEP_EVIDENCE is at least " + LEAST);
    }

    @Scheduled(every = "24h", delayed = "10m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void fold() throws SQLException {
        if (config.work()) retention.fold(clock.instant().minus(config.keepEvidence()));
    }
}
