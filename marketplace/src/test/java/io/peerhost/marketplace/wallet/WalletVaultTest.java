package io.peerhost.marketplace.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerhost.protocol.identity.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WalletVaultTest {
    private final SecureRandom random = new SecureRandom();
    private final UUID alice = UUID.randomUUID();
    private final SigningKey key = SigningKey.generate(random);
    private final WalletVault vault = vault();

    @Test
    void shouldOpenWhatItSealedWhenTheAccountIsTheSame() {
        WalletVault.Sealed sealed = vault.seal(alice, key);
        assertThat(vault.open(alice, sealed).secret()).isEqualTo(key.secret());
        assertThat(new String(sealed.secret(), StandardCharsets.ISO_8859_1))
                .doesNotContain(key.secret().substring(2, 20));
    }

    @Test
    void shouldStayShutWhenARowIsMovedToAnotherAccount() {
        WalletVault.Sealed sealed = vault.seal(alice, key);
        assertThatThrownBy(() -> vault.open(UUID.randomUUID(), sealed)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldStayShutWhenTheMasterKeyIsAnotherOrABitIsFlipped() {
        WalletVault.Sealed sealed = vault.seal(alice, key);
        assertThatThrownBy(() -> vault().open(alice, sealed)).isInstanceOf(IllegalStateException.class);
        sealed.secret()[3] ^= 1;
        assertThatThrownBy(() -> vault.open(alice, sealed)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldNeverSealAlikeWhenAskedTwice() {
        assertThat(vault.seal(alice, key).secret())
                .isNotEqualTo(vault.seal(alice, key).secret());
    }

    @Test
    void shouldRefuseToStartWhenTheMasterKeyIsShort() {
        assertThatThrownBy(() -> new WalletVault(Base64.getEncoder().encodeToString(new byte[16]), random))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private WalletVault vault() {
        byte[] master = new byte[32];
        random.nextBytes(master);
        return new WalletVault(Base64.getEncoder().encodeToString(master), random);
    }
}
