package io.peerhost.devstack.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortPlanTest {
    @TempDir
    Path folder;

    @Test
    void shouldTakeTheUsualPortWhenNobodyHasIt() {
        assertThat(plan(Set.of()).of("portal", 8080)).isEqualTo(8080);
    }

    @Test
    void shouldTakeAnotherPortWhenTheUsualOneIsTaken() {
        assertThat(plan(Set.of(8080)).of("portal", 8080)).isNotEqualTo(8080).isPositive();
    }

    @Test
    void shouldKeepThePortWhenTheStackStartsAgain() {
        int first = plan(Set.of(8080)).of("portal", 8080);

        assertThat(plan(Set.of()).of("portal", 8080)).isEqualTo(first);
    }

    @Test
    void shouldMoveOnWhenAStrangerTookTheRememberedPort() {
        int first = plan(Set.of(8080)).of("portal", 8080);

        assertThat(plan(Set.of(8080, first)).of("portal", 8080)).isNotIn(8080, first);
    }

    @Test
    void shouldNeverGiveOnePortTwiceWhenPartsWishTheSame() {
        PortPlan plan = plan(Set.of());

        assertThat(plan.of("portal", 8080)).isNotEqualTo(plan.of("sites", 8080));
    }

    private PortPlan plan(Set<Integer> taken) {
        return new PortPlan(folder.resolve("ports"), port -> !taken.contains(port));
    }
}
