package io.peerhost.protocol.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.web3j.crypto.Sign;

class SignatureTest {
    private static final SigningKey KEY =
            SigningKey.of("4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318");

    @Test
    void shouldHaveTheAddressThatEveryWalletDerivesFromTheKey() {
        assertThat(KEY.address()).isEqualTo(new Address("0x2c7536E3605D9C16a7a3D7b1898e529396a65c23"));
    }

    @Property(tries = 30)
    void shouldNameItsSignerWhateverTheDigest(@ForAll @Size(32) byte[] digest) {
        assertThat(KEY.sign(digest).signer(digest)).contains(KEY.address());
    }

    @Property(tries = 30)
    void shouldNotBeTheSignersWhenTheDigestIsAnother(@ForAll @Size(32) byte[] digest) {
        Signature signature = KEY.sign(digest);
        byte[] other = digest.clone();
        other[0] ^= 1;
        assertThat(signature.isBy(KEY.address(), other)).isFalse();
    }

    @Test
    void shouldRefuseTheMalleableTwin() {
        byte[] digest = new byte[32];
        Signature signature = KEY.sign(digest);
        BigInteger high = Sign.CURVE_PARAMS.getN().subtract(new BigInteger(1, signature.s()));
        String s = HexFormat.of().formatHex(leftPadded(high));
        Signature twin =
                new Signature("0x" + HexFormat.of().formatHex(signature.r()) + s + (signature.v() == 27 ? "1c" : "1b"));
        assertThat(twin.signer(digest)).isEmpty();
    }

    @Test
    void shouldMakeKeysThatComeBackFromTheirSecret() {
        SigningKey made = SigningKey.generate(new SecureRandom());
        assertThat(SigningKey.of(made.secret()).address()).isEqualTo(made.address());
        assertThat(made.toString()).doesNotContain(made.secret().substring(2));
    }

    @Test
    void shouldRefuseAKeyThatIsNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> SigningKey.of("00".repeat(32)));
        assertThatIllegalArgumentException().isThrownBy(() -> SigningKey.of("ff".repeat(32)));
        assertThatIllegalArgumentException().isThrownBy(() -> SigningKey.of("1234"));
    }

    private static byte[] leftPadded(BigInteger value) {
        byte[] digits = value.toByteArray();
        byte[] word = new byte[32];
        int length = Math.min(32, digits.length);
        System.arraycopy(digits, digits.length - length, word, 32 - length, length);
        return word;
    }
}
