package io.peerhost.gateway.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AllowanceTest {
    private static final long MIB = 1 << 20;

    @Test
    void shouldGiveMuchToTheFirstEvenInASmallHeap() {
        assertThat(Allowance.of(1, 64 * MIB)).isEqualTo(Allowance.MUCH);
    }

    @Test
    void shouldKeepAQuarterOfTheHeapAtMostForThoseWithMuchWhenHundredsCome() {
        for (long heap = 16 * MIB; heap <= 4096 * MIB; heap *= 2) {
            long size = heap;
            long held = IntStream.rangeClosed(1, 5_000)
                    .mapToObj(connections -> Allowance.of(connections, size))
                    .filter(Allowance.MUCH::equals)
                    .mapToLong(much -> much.window() + much.longestWrite())
                    .sum();
            assertThat(held).isLessThanOrEqualTo(heap / 4);
        }
    }

    @Test
    void shouldTakeTheLongestRequestInOneWindow() {
        assertThat(Allowance.LITTLE.window()).isGreaterThan(256 << 10);
        assertThat(Allowance.MUCH.window()).isGreaterThan(256 << 10);
    }
}
