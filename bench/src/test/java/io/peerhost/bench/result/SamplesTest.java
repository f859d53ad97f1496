package io.peerhost.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {
    @Test
    void shouldTakeTheMiddleWhateverTheOrder() {
        Samples samples = new Samples();
        for (double value : new double[] {9, 1, 5, 3, 7}) samples.add(value);
        assertThat(samples.median()).isEqualTo(5);
        samples.add(6);
        assertThat(samples.median()).isEqualTo(5.5);
    }

    @Test
    void shouldCountTheWorstWhenTheTailIsAskedFor() {
        Samples samples = new Samples();
        for (int i = 1; i <= 20; i++) samples.add(i);
        assertThat(samples.quantile(0.95)).isEqualTo(19);
        assertThat(samples.quantile(1)).isEqualTo(20);
    }

    @Test
    void shouldTellPeopleWhatScriptsRead() {
        Figure figure = new Figure(
                "edge", 120, 100.0, "nginx", "requests/s", 1.2, 0.05, LocalDate.EPOCH, "abc", "./peerhost bench edge");
        assertThat(Results.page(List.of(figure))).contains("| edge | 120 | 100 nginx | requests/s | 1.20 | 5 % |");
    }
}
