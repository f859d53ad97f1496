package io.peerhost.messaging;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Kafka clients as this module uses them: every wait has an end, nothing is acknowledged before it is replicated. */
final class Clients {
    private static final Duration ENDING = Duration.ofSeconds(2);
    private static final int REQUEST = (int) Duration.ofSeconds(5).toMillis();

    private Clients() {}

    static KafkaProducer<String, String> producer(String bootstrap) {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        REQUEST,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        2 * REQUEST,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        REQUEST,
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        8L * 1024 * 1024,
                        ProducerConfig.LINGER_MS_CONFIG,
                        0),
                new StringSerializer(),
                new StringSerializer());
    }

    /** Ends a client though its thread was interrupted, which is how threads end here. */
    static void close(KafkaProducer<?, ?> producer) {
        boolean interrupted = Thread.interrupted();
        producer.close(ENDING);
        if (interrupted) Thread.currentThread().interrupt();
    }

    static void close(KafkaConsumer<?, ?> consumer) {
        boolean interrupted = Thread.interrupted();
        consumer.close(CloseOptions.timeout(ENDING));
        if (interrupted) Thread.currentThread().interrupt();
    }

    static KafkaConsumer<String, String> consumer(String bootstrap) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        REQUEST,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        2 * REQUEST,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        500,
                        // So soon a topic's new partitions are known.
                        ConsumerConfig.METADATA_MAX_AGE_CONFIG,
                        10_000),
                new StringDeserializer(),
                new StringDeserializer());
    }
}
