package io.peerhost.billing.usage;

import com.fasterxml.jackson.core.type.TypeReference;
import io.peerhost.billing.lease.LeaseTable;
import io.peerhost.messaging.Handler;
import io.peerhost.messaging.Incoming;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Signed;
import io.peerhost.protocol.metering.WitnessRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** Takes the topic {@code witness} in: only from the edges trusted as witnesses. */
public final class WitnessReader implements Handler {
    private final Signatures<WitnessRecord> signatures;
    private final Clock clock;

    public WitnessReader(Set<Address> witnesses, Clock clock) {
        Set<Address> trusted = Set.copyOf(witnesses);
        this.signatures = new Signatures<>(
                new TypeReference<Signed<WitnessRecord>>() {},
                signed -> trusted.contains(signed.signer())
                        && Signatures.signedBy(signed.statement().edge(), signed));
        this.clock = clock;
    }

    @Override
    public void handle(Connection connection, List<Incoming> records) throws SQLException {
        Evidence evidence = new Evidence();
        List<WitnessRecord> seen = signatures.verified(records);
        seen.forEach(evidence::add);
        EvidenceTable.merge(connection, evidence, clock.instant());
        LeaseTable.touch(connection, seen.stream().map(WitnessRecord::lease).toList());
    }

    public long refused() {
        return signatures.refused();
    }
}
