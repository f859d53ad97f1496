package io.peerhost.edge.witness;

import com.fasterxml.jackson.core.type.TypeReference;
import io.peerhost.protocol.identity.Signed;
import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.metering.WitnessRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings what is in the spool to Kafka, in order; a batch leaves the spool when the brokers have all of it. */
public final class WitnessSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WitnessSender.class);
    private static final long PAUSE_MILLIS = 1_000;

    private final Spool spool;
    private final String bootstrap;
    private final Thread thread = new Thread(this::run, "witness-sender");
    private volatile boolean closed;

    public WitnessSender(Spool spool, String bootstrap) {
        this.spool = spool;
        this.bootstrap = bootstrap;
    }

    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (!closed) {
            try (KafkaProducer<String, String> producer = producer()) {
                for (Spool.Batch batch = spool.take(); batch != null; batch = spool.take()) send(producer, batch);
            } catch (InterruptedException | InterruptException e) {
                Thread.interrupted();
            } catch (ExecutionException | RuntimeException | IOException e) {
                LOG.warn("Witness records wait, Kafka does not take them: {}", e.toString());
                pause();
            }
        }
    }

    private void send(KafkaProducer<String, String> producer, Spool.Batch batch)
            throws InterruptedException, ExecutionException, IOException {
        List<Future<?>> sent = new ArrayList<>();
        for (String line : batch.lines())
            try {
                Signed<WitnessRecord> record = Json.read(line, new TypeReference<Signed<WitnessRecord>>() {});
                sent.add(producer.send(new ProducerRecord<>(
                        WitnessRecord.TOPIC, record.statement().lease().hex(), line)));
            } catch (Json.Malformed e) {
                LOG.error("The disk gave back a witness record that is none, it is left out: {}", e.getMessage());
            }
        for (Future<?> each : sent) each.get();
        spool.done(batch);
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private KafkaProducer<String, String> producer() {
        Properties settings = new Properties();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    @Override
    public void close() {
        closed = true;
        spool.close();
        try {
            thread.join(3_000);
            thread.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
