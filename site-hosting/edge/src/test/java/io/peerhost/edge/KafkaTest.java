package io.peerhost.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import io.peerhost.devstack.teststack.TestStack;
import io.peerhost.protocol.identity.Signed;
import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.lease.LeaseEvent;
import io.peerhost.protocol.lease.LeaseStage;
import io.peerhost.protocol.lease.SiteKind;
import io.peerhost.protocol.metering.WitnessRecord;
import io.peerhost.protocol.release.ReleaseEvent;
import io.peerhost.protocol.replica.ReplicaEvent;
import io.peerhost.protocol.replica.ReplicaState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes come from a real broker, and witness records go there. */
class KafkaTest {
    @TempDir
    Path folder;

    private final String kafka = TestStack.kafka();
    private final TestSite site = new TestSite("edge-kafka", SiteKind.STATIC);

    @Test
    void shouldLearnRoutesFromTopicsAndWitnessWhatItSees() throws Exception {
        TestSite.Release release = TestSite.release(TestSite.text("index.html", "by Kafka"));
        TestSeller seller = new TestSeller();
        seller.blobs.putAll(release.blobs());
        send(ReplicaEvent.TOPIC, "k", "no JSON at all");
        Files.createDirectory(folder.resolve("witness"));
        Files.writeString(folder.resolve("witness").resolve("1.ndjson"), "damaged\n");
        send(LeaseEvent.TOPIC, seller.lease.hex(), site.lease(seller.lease, 0, seller.agent(), LeaseStage.ACTIVE));
        send(ReleaseEvent.TOPIC, site.site.id().toString(), site.published(release.root()));
        send(
                ReplicaEvent.TOPIC,
                seller.lease.hex(),
                site.replica(seller.lease, seller.agent(), ReplicaState.READY, release.root()));
        try (TestEdge edge = new TestEdge(folder, kafka);
                seller) {
            seller.dial(edge.edge);
            TestEdge.await("the route is known", () -> edge.edge.routes().of(site.host()) != null);
            TestEdge.await(
                    "the replica is known", () -> !edge.edge.routes().serving().isEmpty());
            TestEdge.await("the seller is connected", () -> edge.edge.agents() == 1);
            assertThat(edge.client().get(site.host(), "/").text()).isEqualTo("by Kafka");
            assertThat(edge.sitesAsked).hasValue(0);
            TestEdge.await("all routes are known", () -> status(edge, "no-such-site.localhost") == 404);
            Signed<WitnessRecord> seen = witnessed(seller);
            assertThat(seen.holds()).isTrue();
            assertThat(seen.signer()).isEqualTo(edge.key.address());
            assertThat(seen.statement().egressBytes()).isPositive();
        }
        // The next one knows it from its snapshot, with no broker at all.
        try (TestEdge again = new TestEdge(folder, "127.0.0.1:1")) {
            assertThat(again.client().get("127.0.0.1", "/health/ready").status())
                    .isEqualTo(200);
            assertThat(again.client().get(site.host(), "/").text()).isEqualTo("by Kafka");
            assertThat(status(again, "made-since.localhost")).isEqualTo(503);
        }
    }

    private static int status(TestEdge edge, String host) {
        try (RawClient visitor = new RawClient(edge.edge.httpPort())) {
            return visitor.get(host, "/").status();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first record that says this seller was up. */
    private Signed<WitnessRecord> witnessed(TestSeller seller) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka, "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            List<Signed<WitnessRecord>> found = new ArrayList<>();
            TestEdge.await("the replica was witnessed", () -> {
                List<PartitionInfo> partitions = consumer.listTopics().getOrDefault(WitnessRecord.TOPIC, List.of());
                if (partitions.isEmpty()) return false;
                if (consumer.assignment().isEmpty())
                    consumer.assign(partitions.stream()
                            .map(p -> new TopicPartition(p.topic(), p.partition()))
                            .toList());
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    Signed<WitnessRecord> signed =
                            Json.read(record.value(), new TypeReference<Signed<WitnessRecord>>() {});
                    if (record.key().equals(seller.lease.hex())
                            && signed.statement().up()
                            && signed.statement().egressBytes() > 0) found.add(signed);
                });
                return !found.isEmpty();
            });
            return found.getFirst();
        }
    }

    private void send(String topic, String key, Object event) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka), new StringSerializer(), new StringSerializer())) {
            String value = event instanceof String text ? text : Json.write(event);
            producer.send(new ProducerRecord<>(topic, key, value)).get();
        }
    }
}
