package io.peerhost.edge.route;

import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.lease.LeaseEvent;
import io.peerhost.protocol.release.ReleaseEvent;
import io.peerhost.protocol.replica.ReplicaEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Feeds {@link Routes} from the topics, on one thread of its own, for as long as it is open; goes on after any failure. */
public final class RouteFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RouteFeed.class);
    private static final List<String> TOPICS = List.of(LeaseEvent.TOPIC, ReleaseEvent.TOPIC, ReplicaEvent.TOPIC);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration SNAPSHOT_EVERY = Duration.ofSeconds(10);

    private final Routes routes;
    private final String bootstrap;
    private final Path file;
    private final Clock clock;
    private final Map<String, Long> offsets = new HashMap<>();
    private final Thread thread = new Thread(this::run, "route-feed");
    private volatile KafkaConsumer<String, String> open;
    private volatile boolean closed;
    private volatile boolean caughtUp;
    private volatile boolean complete;
    private volatile long refused;
    private volatile long lag;
    private boolean changed;
    private long snapshotAt = System.nanoTime();
    private Map<TopicPartition, Long> goal;

    /**
     * The routes are those of the last snapshot from now on.
     *
     * @param folder keeps {@code routes.json}
     */
    public RouteFeed(Routes routes, String bootstrap, Path folder, Clock clock) {
        this.routes = routes;
        this.bootstrap = bootstrap;
        this.file = folder.resolve("routes.json");
        this.clock = clock;
        RouteSnapshot snapshot = RouteSnapshot.read(file);
        offsets.putAll(snapshot.offsets());
        routes.restore(snapshot);
        // What was known is good enough to begin with: the rest arrives within moments.
        caughtUp = !snapshot.offsets().isEmpty();
    }

    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Whether the routes are good enough to begin with: those of the last snapshot, or later. */
    public boolean caughtUp() {
        return caughtUp;
    }

    /** Whether the routes are those of when this edge started, or later: a site that they do not know is none. */
    public boolean complete() {
        return complete;
    }

    /** Records that could not be read. */
    public long refused() {
        return refused;
    }

    /** Records not read yet. */
    public long lag() {
        return lag;
    }

    private void run() {
        while (!closed) {
            try (KafkaConsumer<String, String> consumer = consumer()) {
                open = consumer;
                follow(consumer);
            } catch (WakeupException e) {
                LOG.debug("The feed ends");
            } catch (RuntimeException e) {
                LOG.warn("Routes cannot be read from Kafka, what is known stays: {}", e.toString());
                pause(1_000);
            }
        }
        save();
    }

    private void follow(KafkaConsumer<String, String> consumer) {
        List<TopicPartition> partitions = partitions(consumer);
        if (partitions.isEmpty()) {
            pause(500);
            return;
        }
        consumer.assign(partitions);
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        // Where one began anew, all are read again: another says the end of what it says, which may be forgotten here.
        boolean anew = partitions.stream().anyMatch(partition -> {
            Long kept = offsets.get(partition.toString());
            return kept != null && (kept < beginnings.get(partition) || kept > ends.get(partition));
        });
        if (anew) {
            offsets.clear();
            complete = false;
        }
        for (TopicPartition partition : partitions)
            consumer.seek(partition, offsets.getOrDefault(partition.toString(), beginnings.get(partition)));
        goal = ends;
        // Topics made later are looked for now and then.
        boolean all = partitions.stream().map(TopicPartition::topic).distinct().count() == TOPICS.size();
        long until = System.nanoTime() + Duration.ofSeconds(all ? 300 : 2).toNanos();
        while (!closed && System.nanoTime() - until < 0) {
            consumer.poll(POLL).forEach(this::apply);
            lag = partitions.stream()
                    .mapToLong(p -> consumer.currentLag(p).orElse(0))
                    .sum();
            if (!complete && all)
                complete = goal.entrySet().stream().allMatch(e -> consumer.position(e.getKey()) >= e.getValue());
            caughtUp |= complete;
            if (changed && System.nanoTime() - snapshotAt > SNAPSHOT_EVERY.toNanos()) save();
        }
    }

    private List<TopicPartition> partitions(KafkaConsumer<String, String> consumer) {
        Map<String, List<PartitionInfo>> topics = consumer.listTopics();
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : TOPICS)
            for (PartitionInfo info : topics.getOrDefault(topic, List.of()))
                partitions.add(new TopicPartition(topic, info.partition()));
        return partitions;
    }

    private void apply(ConsumerRecord<String, String> record) {
        offsets.put(record.topic() + "-" + record.partition(), record.offset() + 1);
        changed = true;
        if (record.value() == null) return;
        try {
            switch (record.topic()) {
                case LeaseEvent.TOPIC -> routes.apply(Json.read(record.value(), LeaseEvent.class));
                case ReleaseEvent.TOPIC -> routes.apply(Json.read(record.value(), ReleaseEvent.class));
                default -> routes.apply(Json.read(record.value(), ReplicaEvent.class));
            }
        } catch (RuntimeException e) {
            // Whatever is wrong with one record, those after it are read.
            refused++;
            LOG.error("{} {} at {}: {}", record.topic(), record.partition(), record.offset(), e.toString());
        }
    }

    private void save() {
        snapshotAt = System.nanoTime();
        if (complete) routes.forget(clock.instant());
        try {
            routes.snapshot(offsets).write(file);
            changed = false;
        } catch (IOException e) {
            LOG.warn("The snapshot of routes cannot be written: {}", e.toString());
        }
    }

    private void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private KafkaConsumer<String, String> consumer() {
        Properties settings = new Properties();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 200);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    }

    @Override
    public void close() {
        closed = true;
        KafkaConsumer<String, String> consumer = open;
        if (consumer != null) consumer.wakeup();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
