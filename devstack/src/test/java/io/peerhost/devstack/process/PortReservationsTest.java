package io.peerhost.devstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PortReservationsTest {
    private final int port = Ports.free();

    @Test
    void shouldKeepAPortFromAnotherStackUntilItIsReleased() {
        var ours = new PortReservations();
        var others = new PortReservations();

        assertThat(ours.hold(port)).isTrue();
        assertThat(others.hold(port)).isFalse();
        ours.release(port);
        assertThat(others.hold(port)).isTrue();
        others.release(port);
    }

    @Test
    void shouldNotMindWhenAPortIsReleasedThatWasNeverHeld() {
        new PortReservations().release(port);

        assertThat(Probe.listens(port)).isFalse();
    }
}
