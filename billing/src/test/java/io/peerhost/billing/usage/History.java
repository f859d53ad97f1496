package io.peerhost.billing.usage;

import io.peerhost.billing.rating.Guard;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.lease.LeaseEvent;
import io.peerhost.protocol.lease.LeaseStage;
import io.peerhost.protocol.lease.Prices;
import io.peerhost.protocol.lease.Resources;
import io.peerhost.protocol.lease.Site;
import io.peerhost.protocol.lease.SiteKind;
import io.peerhost.protocol.metering.UsageRecord;
import io.peerhost.protocol.metering.WitnessRecord;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * What happened to one lease, and how a network may deliver it: an honest agent's cumulative records, two edges' slots.
 *
 * @param needed records of which none may be missing for the bill to be whole: each slot up, the last of each counter
 * @param spare records a later one makes needless: they may be lost
 */
public record History(
        Bytes32 lease, Address provider, Instant start, Instant end, List<Object> needed, List<Object> spare) {
    public static final Resources RESERVED = new Resources(500, 512, 2048);
    public static final Prices PRICES = new Prices(
            new BigInteger("3600000"), new BigInteger("720000"), new BigInteger("36000"), new BigInteger("90000000"));
    private static final Instant ORIGIN = Instant.parse("2026-11-27T10:00:00Z");

    public static History random(Random random, Address provider, Address... edges) {
        byte[] id = new byte[32];
        random.nextBytes(id);
        Bytes32 lease = Bytes32.of(id);
        Instant start = ORIGIN.plusSeconds(random.nextInt(100));
        int slots = 1 + random.nextInt(60);
        List<Object> needed = new ArrayList<>();
        List<Object> spare = new ArrayList<>();
        witness(random, lease, start, slots, needed, spare, edges);
        claim(random, lease, provider, start, slots, needed, spare);
        return new History(lease, provider, start, start.plusSeconds(slots * 10L), needed, spare);
    }

    private static void witness(
            Random random,
            Bytes32 lease,
            Instant start,
            int slots,
            List<Object> needed,
            List<Object> spare,
            Address... edges) {
        long first = WitnessRecord.slotOf(start);
        for (Address edge : edges) {
            long sent = 0;
            for (int i = 0; i < slots; i++) {
                boolean up = random.nextInt(10) > 0;
                sent += random.nextInt(2_000_000);
                boolean last = i == slots - 1;
                (up || last ? needed : spare).add(new WitnessRecord(lease, edge, first + i, up, sent));
            }
        }
    }

    private static void claim(
            Random random,
            Bytes32 lease,
            Address provider,
            Instant start,
            int slots,
            List<Object> needed,
            List<Object> spare) {
        Bytes32 previous = Bytes32.ZERO;
        long up = 0;
        long egress = 0;
        int records = 1 + random.nextInt(20);
        for (int sequence = 1; sequence <= records; sequence++) {
            up += random.nextInt(1 + slots * 20 / records);
            egress += random.nextInt(4_000_000);
            Instant at = start.plusSeconds((long) sequence * slots * 10 / records);
            var said = new UsageRecord(lease, provider, sequence, previous, up, up * 40, up * 200, egress, at);
            previous = Bytes32.of(said.digest());
            (sequence == records ? needed : spare).add(said);
        }
    }

    /** One way of many in which its records may arrive: some lost, some twice or thrice, in any order. */
    public List<Object> delivered(Random random) {
        List<Object> arriving = new ArrayList<>(needed);
        for (Object one : spare) if (random.nextInt(3) > 0) arriving.add(one);
        for (Object one : List.copyOf(arriving)) for (int i = random.nextInt(3); i > 0; i--) arriving.add(one);
        Collections.shuffle(arriving, random);
        return arriving;
    }

    public Guard guard(long deposit) {
        return new Guard(
                BigInteger.valueOf(deposit),
                BigInteger.valueOf(deposit),
                BigInteger.TWO.pow(70),
                start.minusSeconds(5));
    }

    /** The lease's own events, in the order of their versions. */
    public List<LeaseEvent> leaseEvents() {
        return List.of(
                event(1, LeaseStage.OFFERED, start.minusSeconds(9)),
                event(2, LeaseStage.FUNDED, start.minusSeconds(4)),
                event(3, LeaseStage.ACTIVE, start),
                event(4, LeaseStage.CLOSING, end),
                event(5, LeaseStage.CLOSED, end.plusSeconds(60)));
    }

    public LeaseEvent event(long version, LeaseStage stage, Instant at) {
        UUID id = UUID.nameUUIDFromBytes(lease.bytes());
        return new LeaseEvent(
                UUID.nameUUIDFromBytes((lease.hex() + version).getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                version,
                lease,
                Site.of(id, "blog", id, "alice", SiteKind.STATIC),
                0,
                provider,
                id,
                Address.ZERO,
                Address.ZERO,
                RESERVED,
                PRICES,
                BigInteger.TEN.pow(9),
                "eu-north",
                stage,
                null,
                at);
    }
}
