package io.peerhost.agent.podman;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.protocol.identity.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoolTest {
    @TempDir
    Path folder;

    @Test
    void shouldStayWithinPrivateAddressesWhenDerivedFromAnyKey() {
        for (int i = 0; i < 30; i++) {
            Pool pool = Pool.of(SigningKey.generate(new SecureRandom()).address());

            assertThat(Pool.text(pool.network(0)))
                    .matches("10\\.(6[4-9]|[7-9]\\d|1[0-8]\\d|19[0-2])\\.\\d+\\.0")
                    .doesNotStartWith("10.88.");
            assertThat(Pool.text(pool.network(255) + 15)).startsWith("10.");
            assertThat(pool.bridge(255)).hasSizeLessThanOrEqualTo(15);
        }
    }

    @Test
    void shouldShareNoAddressWhenNetworksAreNeighbours() {
        Pool pool = Pool.of(SigningKey.generate(new SecureRandom()).address());
        Set<String> bridges = new HashSet<>();
        for (int i = 0; i < Pool.NETWORKS; i++) {
            assertThat(bridges.add(pool.bridge(i))).isTrue();
            assertThat(pool.within(i, pool.network(i) + 15)).isTrue();
            if (i > 0) assertThat(pool.within(i - 1, pool.network(i))).isFalse();
        }
    }

    @Test
    void shouldReadOnOverTruncationWhenALogIsTailed() throws Exception {
        Path log = folder.resolve("log");
        LogTail tail = new LogTail(log, true);
        assertThat(tail.lines(10)).isEmpty();
        Files.writeString(log, "2026-01-01T00:00:00Z stderr F first line\n2026-01-01T00:00:00Z stdout F half");
        assertThat(tail.lines(10)).isEqualTo(List.of("first line"));

        Files.writeString(log, "2026-01-01T00:00:01Z stderr F anew\n");

        assertThat(tail.lines(10)).isEqualTo(List.of("anew"));
        assertThat(tail.lines(10)).isEmpty();
    }

    @Test
    void shouldKeepTheEndAndSayHowMuchIsLeftOutWhenALogGrowsByMoreThanIsAskedFor() throws Exception {
        Path log = folder.resolve("log");
        StringBuilder burst = new StringBuilder();
        for (int i = 1; i <= 20_000; i++)
            burst.append("2026-01-01T00:00:00Z stderr F notice ").append(i).append('\n');
        burst.append("2026-01-01T00:00:00Z stderr F ").append("x".repeat(1001)).append('\n');
        Files.writeString(log, burst + "2026-01-01T00:00:00Z stderr F fatal\n");

        List<String> lines = new LogTail(log, true).lines(4);

        assertThat(lines).containsExactly("(19999 lines left out)", "notice 20000", "x".repeat(999) + "…", "fatal");
    }
}
