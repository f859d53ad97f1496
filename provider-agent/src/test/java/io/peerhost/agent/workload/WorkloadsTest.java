package io.peerhost.agent.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerhost.protocol.agent.Message.Assignment;
import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.lease.Resources;
import io.peerhost.protocol.lease.SiteKind;
import java.io.IOException;
import java.io.InputStream;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code workloads/in-*.json} to {@code workloads/out-*.json}: a changed pod shows as a changed file. */
class WorkloadsTest {
    private static byte[] resource(String name) throws IOException {
        try (InputStream bytes = WorkloadsTest.class.getResourceAsStream("/workloads/" + name)) {
            assertThat(bytes).as(name).isNotNull();
            return bytes.readAllBytes();
        }
    }

    private static Assignment assignment(String name) throws IOException {
        return Json.read(resource("in-" + name + ".json"), Assignment.class);
    }

    private static PodSpec pod(Assignment assignment) {
        return Workloads.pod(assignment, "localhost/peerhost/php:1", "/data/sites/blog");
    }

    @ParameterizedTest
    @ValueSource(strings = {"php", "php-large", "php-tiny"})
    void shouldBeTheGoldenPodWhenGivenAnAssignment(String name) throws Exception {
        PodSpec pod = pod(assignment(name));

        var tree = Json.mapper().valueToTree(pod);
        ((com.fasterxml.jackson.databind.node.ObjectNode) tree)
                .set("environment", Json.mapper().valueToTree(new TreeMap<>(pod.environment())));
        assertThat(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n")
                .isEqualTo(new String(resource("out-" + name + ".json"), java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void shouldHaveAnotherNameWhenAnythingChanges() throws Exception {
        Assignment first = assignment("php");
        Assignment more = new Assignment(
                first.lease(),
                first.site(),
                first.siteName(),
                first.kind(),
                new Resources(250, 256, 512),
                first.stage(),
                first.release(),
                first.documentRoot());

        assertThat(pod(more).name()).isNotEqualTo(pod(first).name());
        assertThat(pod(first).name()).isEqualTo(pod(first).name()).hasSizeLessThan(64);
        assertThat(Workloads.pod(first, "localhost/peerhost/php:2", "/data/sites/blog")
                        .name())
                .isNotEqualTo(pod(first).name());
    }

    @Test
    void shouldBeRefusedWhenThereIsNothingToRun() throws Exception {
        Assignment php = assignment("php");
        Assignment unpublished = new Assignment(
                php.lease(), php.site(), php.siteName(), php.kind(), php.reserved(), php.stage(), null, null);
        Assignment files = new Assignment(
                php.lease(),
                php.site(),
                php.siteName(),
                SiteKind.STATIC,
                php.reserved(),
                php.stage(),
                php.release(),
                null);

        assertThatThrownBy(() -> pod(unpublished)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> pod(files)).isInstanceOf(IllegalArgumentException.class);
    }
}
