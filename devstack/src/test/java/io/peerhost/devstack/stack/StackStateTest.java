package io.peerhost.devstack.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.devstack.product.Status;
import io.peerhost.devstack.step.StepState;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackStateTest {
    @TempDir
    Path folder;

    @Test
    void shouldSayTheSameWhenItIsReadBack() {
        var home = new Home(folder);
        var state = state(RunningProcess.of(ProcessHandle.current()));

        state.write(home);

        assertThat(StackState.read(home)).contains(state);
        assertThat(state.supervised()).isTrue();
    }

    @Test
    void shouldNotTakeAStrangerForTheSupervisorWhenItsNumberIsUsedAgain() {
        long pid = ProcessHandle.current().pid();

        assertThat(state(new RunningProcess(pid, 1)).supervised()).isFalse();
    }

    @Test
    void shouldSayNothingWhenNothingWasStarted() {
        assertThat(StackState.read(new Home(folder))).isEmpty();
    }

    private static StackState state(RunningProcess supervisor) {
        return new StackState(
                supervisor,
                StackState.Phase.UP,
                12.5,
                List.of(new StepState("kafka", StepState.Phase.DONE, 2.5, "there")),
                List.of(new StackState.Part("agent-sam", supervisor, null)),
                URI.create("http://localhost:8080"),
                URI.create("http://localhost:8000"),
                "localhost:2222",
                List.of(new Status.DemoSite("hello", URI.create("http://hello.localhost:8000/"))),
                List.of(new Status.Account("alice", "renter", "secret")),
                List.of());
    }
}
