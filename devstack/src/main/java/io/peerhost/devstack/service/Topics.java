package io.peerhost.devstack.service;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics the services meet in. */
public final class Topics {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> STATES = List.of("leases", "releases", "replicas");
    private static final List<String> RECORDS = List.of("usage", "witness", "settlements", "close-requests");
    private static final int PARTITIONS = 4;

    private Topics() {}

    private static final int REPLICAS = 3;

    /** Makes those that are missing, three times where there are three brokers; the others stay as they are. */
    public static int ensure(String bootstrap) throws Exception {
        var settings = new Properties();
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, String.valueOf(PATIENCE.toMillis()));
        try (Admin admin = Admin.create(settings)) {
            Set<String> there = admin.listTopics().names().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            int brokers = admin.describeCluster()
                    .nodes()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .size();
            short replicas = (short) Math.min(REPLICAS, brokers);
            List<NewTopic> missing = Stream.concat(
                            STATES.stream().map(name -> topic(name, replicas, TopicConfig.CLEANUP_POLICY_COMPACT)),
                            RECORDS.stream().map(name -> topic(name, replicas, TopicConfig.CLEANUP_POLICY_DELETE)))
                    .filter(topic -> !there.contains(topic.name()))
                    .toList();
            admin.createTopics(missing).all().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return missing.size();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return 0;
            }
            throw e;
        }
    }

    private static NewTopic topic(String name, short replicas, String cleanup) {
        return new NewTopic(name, PARTITIONS, replicas)
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        cleanup,
                        // Records are what bills are made of: kept, not dropped after a week.
                        TopicConfig.RETENTION_MS_CONFIG,
                        "-1"));
    }
}
