package io.peerhost.edge.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.protocol.agent.Message.TunnelLogin;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.SigningKey;
import io.peerhost.protocol.release.Hash;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class IdentificationTest {
    private static final Hash OURS = Hash.ofContent(new byte[] {1});
    private static final Hash ROGUE = Hash.ofContent(new byte[] {2});

    private final SigningKey agent = SigningKey.generate(new SecureRandom());
    private final Bytes32 nonce = Bytes32.random(new SecureRandom());
    private final Identification identification = new Identification(nonce, OURS, _ -> {});

    /** An edge that the agent dials too could hand our nonce on to it, and be the agent here. */
    @Test
    void shouldTakeNoSignatureThatWasGivenToAnotherEdge() {
        assertThat(holds(OURS)).isTrue();
        assertThat(holds(ROGUE)).isFalse();
    }

    private boolean holds(Hash certificate) {
        TunnelLogin login = new TunnelLogin(nonce, agent.address(), certificate);
        return identification.holds(
                agent.address().hex(), agent.sign(login.digest()).hex());
    }
}
