package io.peerhost.devstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortReservationsTest {
    private final int port = Ports.free();

    @Test
    void shouldKeepAPortFromAnotherStackWhileItsPartIsStarting() {
        var ours = new PortReservations();

        assertThat(ours.hold(port)).isTrue();
        ours.release(port);

        assertThat(Probe.listens(port)).isFalse();
        assertThat(new PortReservations().hold(port)).isFalse();
    }

    @Test
    void shouldNotKeepAPortThatSomebodyListensOn() throws IOException {
        try (var somebody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(new PortReservations().hold(somebody.getLocalPort())).isFalse();
        }
    }

    @Test
    void shouldNotMindWhenAPortIsReleasedThatWasNeverHeld() {
        new PortReservations().release(port);

        assertThat(Probe.listens(port)).isFalse();
    }
}
