package io.peerhost.sites.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.release.ReleaseEvent;
import io.peerhost.sites.Api;
import io.peerhost.sites.Leases;
import io.peerhost.sites.Parts;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Parts.class)
class ReleaseEventTest {
    @Inject
    Leases leases;

    @Test
    void shouldTellEachMoveOnceWhenPublishedByManyAtOnceAndRolledBack() throws Exception {
        UUID site = leases.site();
        Api.change(site, Api.put("a.txt", "one")).then().statusCode(200);
        List<Callable<Integer>> publishers = new ArrayList<>();
        for (int i = 0; i < 6; i++)
            publishers.add(() -> Api.publish(site).release().release());
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            for (Future<Integer> release : threads.invokeAll(publishers))
                assertThat(release.get()).isEqualTo(1);
        }
        Api.change(site, Api.put("a.txt", "two")).then().statusCode(200);
        Api.publish(site);
        Api.point(site, 1).then().statusCode(200);

        List<ReleaseEvent> events = events(site, 3);

        assertThat(events).extracting(ReleaseEvent::move).containsExactly(1L, 2L, 3L);
        assertThat(events).extracting(ReleaseEvent::release).containsExactly(1, 2, 1);
        assertThat(events.getLast().hosts()).containsExactly(events.getLast().siteName() + ".localhost");
    }

    private static List<ReleaseEvent> events(UUID site, int count) {
        List<ReleaseEvent> events = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", System.getProperty("test.kafka")),
                new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(ReleaseEvent.TOPIC).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Leases.await(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(one -> {
                    if (site.toString().equals(one.key())) events.add(Json.read(one.value(), ReleaseEvent.class));
                });
                return events.size() >= count;
            });
        }
        return events;
    }
}
