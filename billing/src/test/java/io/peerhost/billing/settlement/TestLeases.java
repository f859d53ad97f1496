package io.peerhost.billing.settlement;

import io.peerhost.billing.lease.LeaseReader;
import io.peerhost.billing.usage.UsageReader;
import io.peerhost.billing.usage.WitnessReader;
import io.peerhost.messaging.Handler;
import io.peerhost.messaging.Incoming;
import io.peerhost.messaging.Transactions;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.Signed;
import io.peerhost.protocol.identity.SigningKey;
import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.lease.LeaseEvent;
import io.peerhost.protocol.lease.LeaseStage;
import io.peerhost.protocol.lease.Prices;
import io.peerhost.protocol.lease.Resources;
import io.peerhost.protocol.lease.Site;
import io.peerhost.protocol.lease.SiteKind;
import io.peerhost.protocol.metering.UsageRecord;
import io.peerhost.protocol.metering.WitnessRecord;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Leases open on a chain and known to billing, and their use, told by one agent and one edge. */
final class TestLeases {
    private static final SigningKey AGENT = SigningKey.of("11".repeat(32));
    private static final SigningKey EDGE = SigningKey.of("22".repeat(32));
    /** 1000 base units a second of one vCPU; one for each byte. */
    private static final Prices PRICES =
            new Prices(BigInteger.valueOf(3_600_000), BigInteger.ZERO, BigInteger.ZERO, BigInteger.TWO.pow(30));

    private final Transactions transactions;
    private final TestChain contracts;
    private final Clock clock;
    private final Instant start;

    /** @param start when they begin */
    TestLeases(Transactions transactions, TestChain contracts, Clock clock, Instant start) {
        this.transactions = transactions;
        this.contracts = contracts;
        this.clock = clock;
        this.start = start;
    }

    Bytes32 open(long deposit) throws SQLException {
        Bytes32 lease = contracts.open(deposit);
        UUID id = UUID.nameUUIDFromBytes(lease.bytes());
        LeaseEvent event = new LeaseEvent(
                id,
                3,
                lease,
                Site.of(id, "blog", id, "alice", SiteKind.STATIC),
                0,
                AGENT.address(),
                id,
                contracts.seller.address(),
                contracts.renter.address(),
                new Resources(1000, 1, 1),
                PRICES,
                BigInteger.valueOf(deposit),
                "eu",
                LeaseStage.ACTIVE,
                null,
                start);
        take(new LeaseReader(), event);
        return lease;
    }

    /** All in all so many seconds up and bytes sent, agreed by agent and edge. */
    void use(Bytes32 lease, int sequence, long seconds, long egress) throws SQLException {
        take(
                new UsageReader(clock),
                Signed.by(
                        AGENT,
                        new UsageRecord(lease, AGENT.address(), sequence, Bytes32.ZERO, seconds, 0, 0, egress, start)));
        long first = WitnessRecord.slotOf(start);
        for (long slot = first; slot <= WitnessRecord.slotOf(start.plusSeconds(seconds)); slot++)
            take(
                    new WitnessReader(Set.of(EDGE.address()), clock),
                    Signed.by(EDGE, new WitnessRecord(lease, EDGE.address(), slot, true, egress)));
    }

    private void take(Handler reader, Object record) throws SQLException {
        Incoming incoming = new Incoming("", 0, 0, "", Json.write(record));
        transactions.run(connection -> reader.handle(connection, List.of(incoming)));
    }
}
