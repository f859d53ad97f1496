package io.peerhost.e2e.stack;

import com.fasterxml.jackson.core.type.TypeReference;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.Signed;
import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.lease.LeaseEvent;
import io.peerhost.protocol.lease.LeaseStage;
import io.peerhost.protocol.metering.UsageRecord;
import io.peerhost.protocol.metering.WitnessRecord;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * What the topics hold of one lease, and the bill that comes to by the rules of ADR 7, reckoned here anew and in one go: a billing that
 * was never killed, with nothing of the real one's code or database.
 */
public final class Evidence {
    private static final BigInteger TOLERANCE_PERCENT = BigInteger.valueOf(105);
    private static final int SLOT = WitnessRecord.SLOT_SECONDS;

    private final List<LeaseEvent> moves;
    private final UsageRecord last;
    private final List<WitnessRecord> seen;

    private Evidence(List<LeaseEvent> moves, List<UsageRecord> said, List<WitnessRecord> seen) {
        this.moves = moves;
        this.last = said.stream()
                .max(Comparator.comparingLong(UsageRecord::sequence))
                .orElseThrow(() -> new AssertionError("its agent said nothing"));
        this.seen = seen;
    }

    /** @param bootstrap the brokers */
    public static Evidence of(String bootstrap, Bytes32 lease) {
        Map<String, List<String>> topics = read(bootstrap, lease.hex());
        List<LeaseEvent> moves = topics.getOrDefault(LeaseEvent.TOPIC, List.of()).stream()
                .map(line -> Json.read(line, LeaseEvent.class))
                .toList();
        if (moves.isEmpty()) throw new AssertionError("nothing is known of " + lease);
        Address provider = moves.getFirst().provider();
        List<UsageRecord> said = topics.getOrDefault(UsageRecord.TOPIC, List.of()).stream()
                .map(line -> Json.read(line, new TypeReference<Signed<UsageRecord>>() {}))
                .filter(signed -> signed.holds() && signed.signer().equals(provider))
                .map(Signed::statement)
                .toList();
        List<WitnessRecord> seen = topics.getOrDefault(WitnessRecord.TOPIC, List.of()).stream()
                .map(line -> Json.read(line, new TypeReference<Signed<WitnessRecord>>() {}))
                .filter(Signed::holds)
                .map(Signed::statement)
                .toList();
        return new Evidence(moves, said, seen);
    }

    private static Map<String, List<String>> read(String bootstrap, String key) {
        Map<String, List<String>> found = new HashMap<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap), new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> all = new ArrayList<>();
            for (String topic : List.of(LeaseEvent.TOPIC, UsageRecord.TOPIC, WitnessRecord.TOPIC))
                consumer.partitionsFor(topic).forEach(part -> all.add(new TopicPartition(topic, part.partition())));
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (all.stream().anyMatch(part -> consumer.position(part) < ends.get(part)))
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> {
                    if (key.equals(record.key()))
                        found.computeIfAbsent(record.topic(), _ -> new ArrayList<>())
                                .add(record.value());
                });
        }
        return found;
    }

    public Instant activeFrom() {
        return first(stage -> stage == LeaseStage.ACTIVE).orElseThrow();
    }

    /** The compacted topic keeps the last move of a lease at least; where the first is gone the bill cannot be reckoned. */
    public Instant activeTo() {
        return first(stage -> stage == LeaseStage.CLOSING || stage.ended()).orElseThrow();
    }

    private Optional<Instant> first(Predicate<LeaseStage> which) {
        return moves.stream()
                .filter(move -> which.test(move.stage()))
                .map(LeaseEvent::at)
                .min(Comparator.naturalOrder());
    }

    /** Whether agent and edge have both told of a slot or more. */
    public boolean isWorthMoney() {
        long begin = activeFrom().getEpochSecond() / SLOT;
        return last.upSeconds() >= SLOT && seen.stream().anyMatch(record -> record.up() && record.slot() >= begin);
    }

    /** Slots of its active time in which it was seen up. */
    public SortedSet<Long> slotsUp() {
        long begin = activeFrom().getEpochSecond() / SLOT;
        Instant end = activeTo();
        return seen.stream()
                .filter(WitnessRecord::up)
                .map(WitnessRecord::slot)
                .filter(slot ->
                        slot >= begin && Instant.ofEpochSecond(slot * SLOT).isBefore(end))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Bytes the agent says it sent. */
    public BigInteger claimedEgress() {
        return BigInteger.valueOf(last.egressBytes());
    }

    /** Seconds the agent says its replica was ready. */
    public long claimedSeconds() {
        return last.upSeconds();
    }

    /** Bytes the edges say went to visitors. */
    public BigInteger witnessedEgress() {
        return seen.stream()
                .collect(Collectors.toMap(WitnessRecord::edge, WitnessRecord::egressBytes, Math::max))
                .values()
                .stream()
                .map(BigInteger::valueOf)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    /** Seconds that are to be paid: seen from outside, claimed, and within the time it was rented. */
    public long billedSeconds() {
        long active = Duration.between(activeFrom(), activeTo()).getSeconds();
        return Math.min(SLOT * (long) slotsUp().size(), Math.min(active, last.upSeconds()));
    }

    public BigInteger billedEgress() {
        return claimedEgress().min(witnessedEgress().multiply(TOLERANCE_PERCENT).divide(BigInteger.valueOf(100)));
    }

    public BigInteger bill() {
        return bill(billedSeconds(), billedEgress());
    }

    /** Base units: each part as a fraction of 3600 s x 1000 milli x 2^30 bytes, summed, and divided once. */
    BigInteger bill(long seconds, BigInteger bytes) {
        LeaseEvent terms = moves.getLast();
        BigInteger gib = BigInteger.ONE.shiftLeft(30);
        BigInteger mib = BigInteger.ONE.shiftLeft(20);
        BigInteger milli = BigInteger.valueOf(1000);
        BigInteger hour = BigInteger.valueOf(3600);
        BigInteger hourly = number(terms.reserved().cpuMillis())
                .multiply(terms.prices().vcpuHour())
                .multiply(gib)
                .add(number(terms.reserved().memoryMib())
                        .multiply(mib)
                        .multiply(terms.prices().memoryGibHour())
                        .multiply(milli))
                .add(number(terms.reserved().diskMib())
                        .multiply(mib)
                        .multiply(terms.prices().diskGibHour())
                        .multiply(milli));
        BigInteger egress =
                bytes.multiply(terms.prices().egressGib()).multiply(milli).multiply(hour);
        return hourly.multiply(number(seconds))
                .add(egress)
                .divide(gib.multiply(milli).multiply(hour));
    }

    private static BigInteger number(long value) {
        return BigInteger.valueOf(value);
    }

    @Override
    public String toString() {
        return "active %s to %s, %d slots up, %d s claimed, egress %s claimed and %s witnessed"
                .formatted(
                        activeFrom(),
                        activeTo(),
                        slotsUp().size(),
                        claimedSeconds(),
                        claimedEgress(),
                        witnessedEgress());
    }
}
