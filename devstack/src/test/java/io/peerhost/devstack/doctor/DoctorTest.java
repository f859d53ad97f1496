package io.peerhost.devstack.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DoctorTest {
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer service;

    @BeforeEach
    void start() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            String body = path.endsWith("figures") && asked.incrementAndGet() > 2
                    ? answers.getOrDefault("later", answers.get(path))
                    : answers.get(path);
            byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(body == null ? 404 : 200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        service.start();
        answers.put("/health/ready", "{}");
        answers.put("/health/figures", "{\"outbox.pending\":0,\"inbox.lag\":0,\"agents.connected\":2}");
    }

    @AfterEach
    void end() {
        service.stop(0);
    }

    @Test
    void shouldFindAllWellWhenNothingIsUnderWay() throws Exception {
        assertThat(examine(Duration.ZERO)).allMatch(Finding::well).hasSize(3);
    }

    @Test
    void shouldWaitWhenEventsAreStillOnTheirWay() throws Exception {
        answers.put("later", answers.put("/health/figures", "{\"outbox.pending\":7}"));

        assertThat(examine(Duration.ofSeconds(60))).allMatch(Finding::well);
    }

    @Test
    void shouldNameTheFigureWhenItStaysAboveZero() throws Exception {
        answers.put("/health/figures", "{\"outbox.pending\":7}");

        assertThat(examine(Duration.ZERO)).contains(new Finding("billing outbox.pending", false, "is 7"));
    }

    @Test
    void shouldNameTheInvariantWhenItDoesNotHold() throws Exception {
        answers.put("/health/invariants", """
                [{"name":"ledger = chain","holds":false,"detail":"lease 0x1 differs"}]""");

        assertThat(examine(Duration.ZERO)).contains(new Finding("billing: ledger = chain", false, "lease 0x1 differs"));
    }

    @Test
    void shouldSayWhereWhenAServiceDoesNotAnswer() throws Exception {
        service.stop(0);

        assertThat(examine(Duration.ZERO)).singleElement().matches(finding -> !finding.well());
    }

    private List<Finding> examine(Duration settling) throws InterruptedException {
        var base = URI.create("http://127.0.0.1:" + service.getAddress().getPort());
        return new Doctor(settling, () -> "token").examine(new Subject("billing", base));
    }
}
