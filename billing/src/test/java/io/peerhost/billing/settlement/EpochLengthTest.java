package io.peerhost.billing.settlement;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EpochLengthTest {
    @Test
    void shouldRefuseEpochsThatEndAfterTheRenterHasTheRest() {
        EpochLength hour = new EpochLength(Duration.ofHours(1), Duration.ofSeconds(5));
        hour.require(Duration.ofHours(3));
        assertThatIllegalStateException()
                .isThrownBy(() -> hour.require(Duration.ofHours(1)))
                .withMessageContaining("EPOCH_SECONDS to 1200");
    }
}
