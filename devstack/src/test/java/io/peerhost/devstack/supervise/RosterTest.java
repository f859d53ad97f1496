package io.peerhost.devstack.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerhost.devstack.process.Ports;
import io.peerhost.devstack.stack.RunningProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class RosterTest {
    private final Roster roster = new Roster(Clock.systemUTC());

    @Test
    void shouldLeaveAPartOfOthersAloneWhenTheStackEnds() throws Exception {
        try (var others = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var part = new ExternalPart(
                    "kafka", "127.0.0.1:" + Ports.free() + ",127.0.0.1:" + others.getLocalPort(), "KAFKA_BOOTSTRAP");
            roster.start(part);
            roster.stop();

            assertThat(part.pid()).isEqualTo(RunningProcess.ELSEWHERE);
            assertThat(part.alive()).isTrue();
        }
    }

    @Test
    void shouldNameTheSettingWhenNobodyListensWhereItPoints() throws IOException {
        String url = "postgresql://127.0.0.1:" + Ports.free();

        assertThatThrownBy(() -> roster.start(new ExternalPart("postgresql", url, "DATABASE_URL")))
                .hasMessageContainingAll(url, "DATABASE_URL");
        assertThat(roster.parts()).isEmpty();
    }
}
