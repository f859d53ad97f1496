package io.peerhost.agent.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerhost.agent.retry.Backoff;
import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.SigningKey;
import io.peerhost.protocol.replica.ReplicaState;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortalConnectionTest {
    private final SigningKey key = SigningKey.generate(new SecureRandom());
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Heard heard = new Heard();
    private final TestPortal portal = new TestPortal();

    @TempDir
    Path folder;

    private ReportQueue queue;
    private PortalConnection connection;

    private static final class Heard implements Orders {
        final List<Message.Down> all = new CopyOnWriteArrayList<>();

        @Override
        public void welcome(Message.Welcome welcome) {
            all.add(welcome);
        }

        @Override
        public void desired(Message.Desired desired) {
            all.add(desired);
        }

        @Override
        public void prove(Message.ProveCapacity question, Predicate<Message.Up> answer) {
            all.add(question);
            answer.test(new Message.CapacityFilled(question.seed(), null, null));
        }

        @Override
        public void show(Message.ShowBlocks question, Predicate<Message.Up> answer) {
            all.add(question);
        }
    }

    @BeforeEach
    void open() throws IOException {
        queue = ReportQueue.open(folder, 1024 * 1024);
        connection = new PortalConnection(portal.address(), key, "test", queue, heard, http);
    }

    @AfterEach
    void close() throws IOException {
        connection.close();
        portal.close();
        queue.close();
    }

    private void report(String text) throws IOException {
        queue.append(number -> new Message.Report(
                number,
                null,
                new Message.ReplicaStatus(Bytes32.ZERO, ReplicaState.READY, null, text, Instant.EPOCH),
                null));
    }

    private static void eventually(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it happens within 60 s").isLessThan(end);
            Thread.sleep(10);
        }
    }

    private List<String> keptTexts() {
        return portal.kept.stream().map(report -> report.replica().message()).toList();
    }

    @Test
    void shouldProveItsKeyAndHearDesiredWhenItConnects() throws Exception {
        connection.start();
        portal.await(Message.Hello.class, hello -> hello.agent().equals(key.address()));
        eventually(connection::connected);

        portal.send(new Message.Desired(7, List.of()));

        eventually(() -> heard.all.contains(new Message.Desired(7, List.of())));
    }

    @Test
    void shouldAnswerOnTheSameConnectionWhenCapacityIsAsked() throws Exception {
        connection.start();
        eventually(connection::connected);

        portal.send(new Message.ProveCapacity(Bytes32.ZERO, 1, 1));

        portal.await(Message.CapacityFilled.class, filled -> filled.seed().equals(Bytes32.ZERO));
    }

    @Test
    void shouldLoseAndDoubleNothingWhenTheConnectionIsCutAgainAndAgain() throws Exception {
        connection.start();
        for (int i = 0; i < 60; i++) {
            report("report " + i);
            if (i % 20 == 10) portal.cut();
        }

        eventually(() -> queue.pending() == 0);

        assertThat(keptTexts()).hasSize(60).doesNotHaveDuplicates();
        assertThat(portal.kept).extracting(Message.Report::number).isSorted();
    }

    @Test
    void shouldSendAgainWhenThePortalDiedBeforeItAcknowledged() throws Exception {
        portal.acknowledges = false;
        connection.start();
        report("precious");
        portal.await(Message.Report.class, report -> true);

        portal.acknowledges = true;
        portal.restart();

        eventually(() -> keptTexts().equals(List.of("precious")));
        eventually(() -> queue.pending() == 0);
    }

    @Test
    void shouldSurviveNonsenseWhenThePortalIsNewer() throws Exception {
        connection.start();
        eventually(connection::connected);

        portal.sendText("{\"type\":\"of-tomorrow\"}");
        portal.sendText("not even json");
        portal.send(new Message.Desired(8, List.of()));

        eventually(() -> heard.all.contains(new Message.Desired(8, List.of())));
    }

    @Test
    void shouldComeBackWhenItWasRefusedForAWhile() throws Exception {
        portal.refusal = new Message.Refused("The portal is starting", true);
        connection.start();
        portal.await(Message.Hello.class, hello -> true);

        portal.refusal = null;

        eventually(connection::connected);
    }

    @Test
    void shouldDialLessAndLessOftenWhenItIsLetInAndDroppedAtOnce() throws Exception {
        portal.fickle = true;
        List<Long> waits = new CopyOnWriteArrayList<>();
        Backoff backoff = new Backoff(Duration.ofMillis(10), Duration.ofSeconds(10), new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public long nextLong(long bound) {
                waits.add(bound);
                return bound - 1;
            }
        });
        connection = new PortalConnection(portal.address(), key, "test", queue, heard, http, backoff);
        connection.start();

        eventually(() -> waits.size() >= 6);

        assertThat(waits.subList(0, 6)).isSorted().doesNotHaveDuplicates();
        assertThat(heard.all).as("it was let in").isNotEmpty();
    }

    @Test
    void shouldEnrolOnceWhenItHasAToken() throws Exception {
        Enrolment enrolment = new Enrolment(portal.address(), key, folder, http);
        assertThat(enrolment.done()).isFalse();

        enrolment.withToken(TestPortal.TOKEN);

        assertThat(portal.enrolled).containsExactly(key.address());
        assertThat(new Enrolment(portal.address(), key, folder, http).done()).isTrue();
    }

    @Test
    void shouldSayWhatToDoWhenTheTokenIsRefused() {
        Enrolment enrolment = new Enrolment(portal.address(), key, folder, http);

        assertThatThrownBy(() -> enrolment.withToken("wrong"))
                .isInstanceOf(Enrolment.Refused.class)
                .hasMessageContaining("The token is unknown")
                .hasMessageContaining("new enrolment token");
    }
}
