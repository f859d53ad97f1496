package io.peerhost.devstack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ChildProcessTest {
    private static final Duration LONG = Duration.ofSeconds(50);

    @TempDir
    Path folder;

    @Test
    void shouldTellTheEndOfTheLogWhenTheProgramEndsBeforeItIsReady() {
        var child = shell("echo the port is taken; exit 3");

        assertThatIllegalStateException()
                .isThrownBy(() -> child.awaitReady(LONG, () -> false))
                .withMessageContaining("ended with 3")
                .withMessageContaining("the port is taken");
    }

    @Test
    void shouldEndTheProgramWhenItIsNotReadyInTime() {
        var child = shell("sleep 600");

        assertThatIllegalStateException().isThrownBy(() -> child.awaitReady(Duration.ofMillis(100), () -> false));
        assertThat(child.alive()).isFalse();
    }

    @Test
    void shouldEndTheProgramWhenWhoeverWaitsIsInterrupted() throws Exception {
        var child = shell("sleep 600");
        Thread waiting = Thread.ofVirtual().start(() -> child.awaitReady(LONG, () -> false));

        waiting.interrupt();
        waiting.join();

        assertThat(child.alive()).isFalse();
    }

    @Test
    void shouldHandSecretsOverInTheEnvironmentWhenStarted() throws Exception {
        var command = List.of("sh", "-c", "printf %s \"$TOKEN\"");
        ChildProcess.start("shell", command, Map.of("TOKEN", "s3cret"), folder, folder.resolve("log"))
                .awaitSuccess(LONG);

        assertThat(Files.readString(folder.resolve("log"))).isEqualTo("s3cret");
    }

    @Test
    void shouldNameTheProgramWhenItIsNotThere() {
        var command = List.of(folder.resolve("nothing").toString());

        assertThatThrownBy(() -> ChildProcess.start("Kafka", command, Map.of(), folder, folder.resolve("log")))
                .hasMessageContaining("Kafka did not start");
    }

    private ChildProcess shell(String script) {
        return ChildProcess.start("shell", List.of("sh", "-c", script), Map.of(), folder, folder.resolve("log"));
    }
}
