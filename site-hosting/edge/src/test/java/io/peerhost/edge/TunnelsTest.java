package io.peerhost.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TunnelsTest {
    @TempDir
    Path folder;

    @Test
    void shouldLetTheNextIdleAgentInWhenOthersHaveTakenAllPlaces() throws Exception {
        TestSeller renting = new TestSeller();
        try (TestTunnels edge = new TestTunnels(folder, renting.agent()::equals, 2)) {
            edge.connect(renting);
            for (int i = 0; i < 3; i++) edge.connect(new TestSeller());

            assertThat(edge.tunnels.connected(renting.agent()))
                    .as("who holds a lease is never the one that goes")
                    .isTrue();
            TestEdge.await("one has gone for the last", () -> edge.tunnels.agents() <= 3);
        }
    }
}
