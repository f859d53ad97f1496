package io.peerhost.marketplace.agentapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PushTimesTest {
    private final PushTimes times = new PushTimes();

    @Test
    void shouldSayMinusOneWhenNothingWasPushed() {
        assertThat(times.millis(0.5)).isEqualTo(-1);
    }

    @Test
    void shouldForgetTheOldestWhenThousandCameLater() {
        times.add(Duration.ofHours(1));
        for (int i = 1; i <= 1000; i++) times.add(Duration.ofMillis(i));
        assertThat(times.millis(0.5)).isEqualTo(500);
        assertThat(times.millis(0.99)).isEqualTo(990);
        assertThat(times.millis(1)).isEqualTo(1000);
    }
}
