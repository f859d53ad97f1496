package io.peerhost.devstack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.devstack.stack.Home;
import io.peerhost.devstack.stack.RunningProcess;
import io.peerhost.devstack.stack.StackState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
    @TempDir
    Path folder;

    private Process process;

    @BeforeEach
    void start() throws IOException {
        process = new ProcessBuilder("sleep", "600").start();
    }

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    @Test
    void shouldEndAPartWhenItsSupervisorIsGone() throws Exception {
        remember(RunningProcess.of(process.toHandle()));

        assertThat(new Leftovers(new Home(folder)).end()).isEqualTo(1);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(StackState.read(new Home(folder))).isEmpty();
    }

    @Test
    void shouldSpareAStrangerWhenItHasThePartsNumber() {
        remember(new RunningProcess(process.pid(), 1));

        assertThat(new Leftovers(new Home(folder)).end()).isZero();
        assertThat(process.isAlive()).isTrue();
    }

    private void remember(RunningProcess part) {
        new StackState(
                        new RunningProcess(0, 0),
                        StackState.Phase.UP,
                        1,
                        List.of(),
                        List.of(new StackState.Part("edge", part, null)),
                        null,
                        null,
                        null,
                        List.of(),
                        List.of(),
                        List.of())
                .write(new Home(folder));
    }
}
