package io.peerhost.agent.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.peerhost.agent.workload.PodSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProbingTest {
    private static final PodSpec.Probe PROBE = new PodSpec.Probe("/ready", 60, "/alive", 5, 3);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final AtomicInteger ready = new AtomicInteger(200);
    private final AtomicInteger alive = new AtomicInteger(204);
    private HttpServer pod;
    private Probing probing;

    @BeforeEach
    void start() throws IOException {
        pod = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answers("/ready", ready);
        answers("/alive", alive);
        pod.start();
        probing = new Probing(pod.getAddress(), PROBE, now::get);
    }

    private void answers(String path, AtomicInteger status) {
        pod.createContext(path, exchange -> {
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
    }

    @AfterEach
    void stop() {
        pod.stop(0);
    }

    private boolean stillAnswersLater() {
        now.updateAndGet(instant -> instant.plusSeconds(PROBE.periodSeconds()));
        return probing.stillAnswers();
    }

    @Test
    void shouldLeaveAPodAloneWhenOnlyItsSiteIsBusy() throws Exception {
        probing.awaitReady(() -> true);
        ready.set(503);

        for (int i = 0; i < 10; i++) assertThat(stillAnswersLater()).isTrue();
    }

    @Test
    void shouldGiveAPodUpWhenItFailsTooOftenInARow() throws Exception {
        probing.awaitReady(() -> true);
        alive.set(503);

        assertThat(stillAnswersLater()).isTrue();
        assertThat(stillAnswersLater()).isTrue();
        assertThat(stillAnswersLater()).isFalse();
    }

    @Test
    void shouldTakeABusyPodOverWhenItStandsSinceEarlier() throws Exception {
        ready.set(503);

        probing.awaitLife(() -> true);

        assertThatThrownBy(() -> probing.awaitReady(() -> false)).isInstanceOf(IOException.class);
    }
}
