package io.peerhost.agent.replica;

import static io.peerhost.agent.storage.Content.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.protocol.agent.Message.Assignment;
import io.peerhost.protocol.release.Hash;
import io.peerhost.protocol.replica.ReplicaState;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One release follows another. */
class PodReleaseTest {
    @RegisterExtension
    static final PodMachine machine = new PodMachine();

    @Test
    void shouldFailNoRequestWhenANewReleaseGoesLive() throws Exception {
        Assignment first = machine.php("<?php echo 'one';");
        Assignment second = machine.next(first, "<?php echo 'two';");
        machine.node.run(first);
        InetSocketAddress old = machine.awaitReady(first);
        AtomicBoolean over = new AtomicBoolean();
        List<String> failed = new CopyOnWriteArrayList<>();
        Thread visitors = Thread.ofVirtual().start(() -> {
            while (!over.get()) {
                visit(machine.node.target(second).or(() -> machine.node.target(first)), failed);
                pause();
            }
        });

        machine.node.run(second);

        InetSocketAddress fresh = machine.awaitReady(second);
        assertThat(machine.get(fresh, "/").body()).isEqualTo("two");
        assertThat(machine.get(old, "/").body()).as("the old pod drains").isEqualTo("one");
        over.set(true);
        visitors.join();
        assertThat(failed).isEmpty();
        machine.node.ahead.set(Node.DRAIN.plusMinutes(1));
        machine.eventually(() ->
                machine.node.target(first).isEmpty() && machine.runtime.pods().size() == 1);
    }

    private static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void visit(Optional<InetSocketAddress> pod, List<String> failed) {
        try {
            HttpResponse<String> answer = machine.get(pod.orElseThrow(), "/");
            if (answer.statusCode() != 200) failed.add("status " + answer.statusCode());
        } catch (Exception e) {
            failed.add(e.toString());
        }
    }

    @Test
    void shouldServeTheOldReleaseOnWhenTheNewOneCannotStart() throws Exception {
        Assignment good = machine.php("<?php echo 'good';");
        machine.node.run(good);
        InetSocketAddress pod = machine.awaitReady(good);

        machine.node.run(machine.php(good.lease(), Hash.ofContent(text("nobody has this"))));

        machine.eventually(() -> machine.node.said.stream()
                .anyMatch(status -> status.message() != null && status.message().contains("cannot start")));
        assertThat(machine.get(pod, "/").body()).isEqualTo("good");
        assertThat(machine.node.said.getLast().state()).isEqualTo(ReplicaState.READY);
        assertThat(machine.node.said.getLast().release()).isEqualTo(good.release());
    }
}
