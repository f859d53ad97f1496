package io.peerhost.protocol.metering;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.SigningKey;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageRecordTest {
    @ParameterizedTest
    @ValueSource(strings = {"+10000-01-01T00:00:00Z", "1969-12-31T23:59:59Z"})
    void shouldRefuseATimeThatReadersCannotStore(String at) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UsageRecord(
                        Bytes32.ZERO,
                        SigningKey.of("11".repeat(32)).address(),
                        1,
                        Bytes32.ZERO,
                        0,
                        0,
                        0,
                        0,
                        Instant.parse(at)))
                .withMessageContaining("1970 to 9999");
    }
}
