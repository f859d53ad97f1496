package io.peerhost.marketplace.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenSshKeyTest {
    /** Made by ssh-keygen, fingerprint as {@code ssh-keygen -lf} gives it. */
    private static final String ED25519 =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB5j+TNq1B23R+bcemDknztmzmOVYMuJf/IdnSdETIex alice@laptop";

    private static final String ED25519_PRINT = "SHA256:AzsVRmSE5H/caZL5unJ3alXZ4sZw87JV5et75pphahA";
    private static final String ECDSA =
            "ecdsa-sha2-nistp384 AAAAE2VjZHNhLXNoYTItbmlzdHAzODQAAAAIbmlzdHAzODQAAABhBIaHHea0t5p56aAi6kRJ09nGnXfRMMLPe+/PkksA3XLHB4e+uewWvrVEFyMVpl0D3Chl+Ven/Wdw9E35j8pbD7IAH5Y9NvAMxSKnYxfIeq8WFQRi5mtyPvdcxjyY4QS60w== alice@laptop";
    private static final String RSA =
            "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQCdX1zVtPdRYufmJ+F+LylOEOhBVZ1mKTyxabdaeMXZ2fgjYrI/DxmZLcKsoXIwrOhdr6ntOu3szsOUKwIQq78hs90xNh5mfKv58YEmEjmCV87hnRbrTXXSExBJWgQSHrI9WzTTWyNSjpUun1nO3QVePOr1m1aEmHR4/+FC9ceRT/4n4mM5YUhA0NzbEluHAlO/A5fA1cE7rC4eOMqTl4XCEqXXawszXoufgTVQOdUipD6NFvdF07k2WGtuB6yckImOoLcAZhZ/NFx9mG5eQBJOqx7SN2McqjQMqbLmXYksdHwmRBMLXW3SdkRHq17yf0T5eDKstCALCAwpn4b9xUpH alice@laptop";

    @Test
    void shouldHaveSshKeygensFingerprintWhenParsed() {
        assertThat(OpenSshKey.parse(ED25519).fingerprint()).isEqualTo(ED25519_PRINT);
    }

    @ParameterizedTest
    @ValueSource(strings = {ED25519, ECDSA, RSA, "  " + ED25519 + "\n"})
    void shouldTakeTheKeyWhenSshKeygenMadeIt(String line) {
        OpenSshKey key = OpenSshKey.parse(line);
        assertThat(OpenSshKey.parse(key.type() + " " + key.body())).isEqualTo(key);
    }

    @Test
    void shouldRefuseTheKeyWhenItIsCutShortOrTooLong() {
        byte[] key = Base64.getDecoder().decode(ED25519.split(" ")[1]);
        assertThatThrownBy(() -> OpenSshKey.parse("ssh-ed25519 " + base64(Arrays.copyOf(key, key.length - 1))))
                .hasMessageContaining("cut short");
        assertThatThrownBy(() -> OpenSshKey.parse("ssh-ed25519 " + base64(Arrays.copyOf(key, key.length + 1))))
                .hasMessageContaining("after its end");
    }

    @Test
    void shouldRefuseTheKeyWhenItsTypeIsAnotherThanItSays() {
        assertThatThrownBy(() -> OpenSshKey.parse("ssh-rsa " + ED25519.split(" ")[1]))
                .hasMessageContaining("ssh-rsa");
    }

    @Test
    void shouldRefuseTheKeyWhenRsaIsTooShort() {
        byte[] modulus = new byte[129];
        modulus[1] = (byte) 0x80;
        modulus[128] = 1;
        assertThatThrownBy(() -> OpenSshKey.parse("ssh-rsa " + base64(wire("ssh-rsa", new byte[] {1, 0, 1}, modulus))))
                .hasMessageContaining("1024");
    }

    @Test
    void shouldSayThatItIsSecretWhenAPrivateKeyIsGiven() {
        assertThatThrownBy(() -> OpenSshKey.parse("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n"))
                .hasMessageContaining("keep it secret");
    }

    @Property(tries = 500)
    void shouldRefuseAndNeverBreakWhenTheBytesAreRandom(@ForAll byte[] bytes) {
        assertThatThrownBy(() -> OpenSshKey.parse("ssh-ed25519 " + base64(bytes)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] wire(String type, byte[]... parts) {
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        put(buffer, type.getBytes(StandardCharsets.US_ASCII));
        for (byte[] part : parts) put(buffer, part);
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private static void put(ByteBuffer buffer, byte[] part) {
        buffer.putInt(part.length).put(part);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
