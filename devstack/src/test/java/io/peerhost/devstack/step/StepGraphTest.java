package io.peerhost.devstack.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.peerhost.devstack.step.StepState.Phase;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StepGraphTest {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void end() {
        threads.close();
    }

    @Test
    void shouldRunAStepOnlyAfterThoseItNamesWhenTheyWentWell() {
        var order = new ConcurrentLinkedQueue<String>();
        var graph = new StepGraph()
                .add(noting("database", order))
                .add(noting("identity", order, "database"))
                .add(noting("portal", order, "database", "identity"));

        graph.run(threads, state -> {});

        assertThat(order).containsExactly("database", "identity", "portal");
    }

    @Test
    void shouldRunStepsSideBySideWhenNothingIsBetweenThem() {
        var meeting = new CyclicBarrier(2);
        Step.Action meet = () -> Outcome.done("met " + meeting.await(30, TimeUnit.SECONDS));
        var graph = new StepGraph().add(Step.of("left", meet)).add(Step.of("right", meet));

        List<StepState> ends = graph.run(threads, state -> {});

        assertThat(ends).extracting(StepState::phase).containsOnly(Phase.DONE);
    }

    @Test
    void shouldSkipWhatHangsOnItWhenAStepFails() {
        var graph = new StepGraph()
                .add(Step.of("kafka", () -> {
                    throw new IllegalStateException("port taken");
                }))
                .add(Step.of("topics", () -> Outcome.done(""), "kafka"))
                .add(Step.of("billing", () -> Outcome.done(""), "topics"))
                .add(Step.of("s3", () -> Outcome.done("")));

        List<StepState> ends = graph.run(threads, state -> {});

        assertThat(ends)
                .extracting(StepState::phase)
                .containsExactly(Phase.FAILED, Phase.SKIPPED, Phase.SKIPPED, Phase.DONE);
        assertThat(ends.getFirst().detail()).isEqualTo("port taken");
    }

    @Test
    void shouldGoOnWithoutItWhenAStepIsLeftOut() {
        var graph = new StepGraph()
                .add(Step.of("packages", () -> Outcome.leftOut("not root")))
                .add(Step.of("agent", () -> Outcome.done(""), "packages"));

        assertThat(graph.run(threads, state -> {}))
                .extracting(StepState::phase)
                .containsExactly(Phase.LEFT_OUT, Phase.DONE);
    }

    @Test
    void shouldEndWhenAClassOfAStepIsMissing() {
        var graph = new StepGraph().add(Step.of("broken", () -> {
            throw new NoClassDefFoundError("gone");
        }));

        assertThat(graph.run(threads, state -> {}).getFirst().phase()).isEqualTo(Phase.FAILED);
    }

    @Test
    void shouldTellTheDeepestReasonWhenAStepFails() {
        var graph = new StepGraph().add(Step.of("s3", () -> {
            throw new IllegalStateException("not started", new IllegalStateException("no space"));
        }));

        assertThat(graph.run(threads, state -> {}).getFirst().detail()).isEqualTo("not started (no space)");
    }

    @Test
    void shouldRefuseAStepWhenItComesAfterAnUnknownOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StepGraph().add(Step.of("portal", () -> Outcome.done(""), "database")))
                .withMessageContaining("database");
    }

    @Test
    void shouldRefuseAStepWhenTheNameIsTaken() {
        var graph = new StepGraph().add(Step.of("kafka", () -> Outcome.done("")));

        assertThatIllegalArgumentException().isThrownBy(() -> graph.add(Step.of("kafka", () -> Outcome.done(""))));
    }

    private static Step noting(String name, ConcurrentLinkedQueue<String> order, String... after) {
        return Step.of(
                name,
                () -> {
                    order.add(name);
                    return Outcome.done("");
                },
                after);
    }
}
