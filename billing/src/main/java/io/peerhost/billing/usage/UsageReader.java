package io.peerhost.billing.usage;

import com.fasterxml.jackson.core.type.TypeReference;
import io.peerhost.billing.lease.LeaseTable;
import io.peerhost.messaging.Handler;
import io.peerhost.messaging.Incoming;
import io.peerhost.protocol.identity.Signed;
import io.peerhost.protocol.metering.UsageRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;

/**
 * Takes the topic {@code usage} in. A record may come before its lease is known, so it is kept with the agent that signed it;
 * only those of the lease's own agent count.
 */
public final class UsageReader implements Handler {
    private final Signatures<UsageRecord> signatures = new Signatures<>(
            new TypeReference<Signed<UsageRecord>>() {},
            signed -> Signatures.signedBy(signed.statement().provider(), signed));
    private final Clock clock;

    public UsageReader(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void handle(Connection connection, List<Incoming> records) throws SQLException {
        Evidence evidence = new Evidence();
        List<UsageRecord> said = signatures.verified(records);
        said.forEach(evidence::add);
        EvidenceTable.merge(connection, evidence, clock.instant());
        LeaseTable.touch(connection, said.stream().map(UsageRecord::lease).toList());
    }

    public long refused() {
        return signatures.refused();
    }
}
