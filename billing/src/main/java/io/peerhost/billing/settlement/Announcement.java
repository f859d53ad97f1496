package io.peerhost.billing.settlement;

import io.peerhost.chain.merkle.Leaf;
import io.peerhost.messaging.Outbox;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.settlement.SettlementEvent;
import io.peerhost.protocol.settlement.SettlementEvent.Amount;
import io.peerhost.protocol.settlement.SettlementEvent.Stage;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Tells the topic {@code settlements} that an epoch moved on, in several events when it has too many leases for one; or that
 * there was none to move on.
 */
final class Announcement {
    /** Some 120 bytes each: far from the megabyte that Kafka takes. */
    private static final int LEASES = 2000;

    private Announcement() {}

    /** @param transaction null for CLOSED */
    static void add(
            Connection connection, Epoch epoch, Stage stage, Bytes32 transaction, List<Leaf> leaves, Instant now)
            throws SQLException {
        for (int from = 0; from < leaves.size(); from += LEASES) {
            List<Amount> amounts = leaves.subList(from, Math.min(from + LEASES, leaves.size())).stream()
                    .map(leaf -> new Amount(leaf.lease(), leaf.cumulative()))
                    .toList();
            Outbox.add(
                    connection,
                    SettlementEvent.TOPIC,
                    Long.toString(epoch.number()),
                    new SettlementEvent(
                            identity(epoch, stage, from),
                            epoch.number(),
                            stage,
                            epoch.root(),
                            transaction,
                            amounts,
                            now,
                            epoch.endsAt()));
        }
    }

    /** Nothing was charged until then, and nothing waits to be claimed. */
    static void quiet(Connection connection, Instant until, Instant now) throws SQLException {
        UUID identity = UUID.nameUUIDFromBytes(("quiet:" + until).getBytes(StandardCharsets.UTF_8));
        Outbox.add(
                connection,
                SettlementEvent.TOPIC,
                "0",
                new SettlementEvent(identity, 0, Stage.CLAIMED, Bytes32.ZERO, null, List.of(), now, until));
    }

    /** The same event, told again after a crash, has the same identity. */
    private static UUID identity(Epoch epoch, Stage stage, int from) {
        return UUID.nameUUIDFromBytes(
                (epoch.root() + ":" + epoch.number() + ":" + stage + ":" + from).getBytes(StandardCharsets.UTF_8));
    }
}
