package io.peerhost.protocol.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerhost.protocol.identity.Bytes32;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CounterFileTest {
    private static final Bytes32 LEASE = Bytes32.random(new SecureRandom());

    @TempDir
    Path folder;

    /** Counts for ever and says each hundredth once it is counted; ended by kill -9. */
    static final class Counting {
        public static void main(String[] args) throws IOException {
            CounterFile.Entry entry = new CounterFile(Path.of(args[0])).of(new Bytes32(args[1]));
            while (true) {
                for (int i = 0; i < 100; i++) entry.add(0, 1);
                System.out.println(entry.get(0));
            }
        }
    }

    @Test
    void shouldHaveEveryCountWhenWhoCountedWasKilled() throws Exception {
        Path file = folder.resolve("counters");
        Process counting = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Counting.class.getName(),
                        file.toString(),
                        LEASE.hex())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long told = 0;
        try (var lines = counting.inputReader()) {
            for (int i = 0; i < 500; i++) told = Long.parseLong(lines.readLine());
            counting.destroyForcibly();
        }
        assertThat(counting.waitFor(30, TimeUnit.SECONDS)).isTrue();

        assertThat(new CounterFile(file).of(LEASE).get(0)).isGreaterThanOrEqualTo(told);
    }

    @Test
    void shouldKeepLeasesApartWhenThereAreMoreThanTheFileHadRoomFor() throws Exception {
        Path file = folder.resolve("counters");
        CounterFile before = new CounterFile(file);
        List<Bytes32> leases = new ArrayList<>();
        for (int i = 0; i < 2500; i++) leases.add(Bytes32.random(new SecureRandom()));
        for (int i = 0; i < 2500; i++) {
            before.of(leases.get(i)).add(1, i);
            before.of(leases.get(i)).add(2, 7);
        }

        CounterFile after = new CounterFile(file);
        after.of(LEASE).add(0, 5);

        for (int i = 0; i < 2500; i++)
            assertThat(after.of(leases.get(i)).get(1)).as("lease " + i).isEqualTo(i);
        assertThat(new CounterFile(file).entries()).hasSize(2501);
    }

    @Test
    void shouldNotGrowWhenAsManyLeasesAreForgottenAsBegin() throws Exception {
        Path file = folder.resolve("counters");
        new CounterFile(file).of(LEASE).add(0, 5);
        long size = Files.size(file);
        for (int start = 0; start < 3; start++) {
            CounterFile counters = new CounterFile(file);
            List<Bytes32> leases = new ArrayList<>();
            for (int i = 0; i < 1000; i++) leases.add(Bytes32.random(new SecureRandom()));
            for (Bytes32 lease : leases) {
                assertThat(counters.of(lease).get(1)).isZero();
                counters.of(lease).add(1, 9);
            }
            leases.forEach(counters::forget);
        }

        assertThat(Files.size(file)).isEqualTo(size);
        assertThat(new CounterFile(file).entries()).containsOnlyKeys(LEASE);
        assertThat(new CounterFile(file).of(LEASE).get(0)).isEqualTo(5);
    }

    /** Its bytes would be on another's bill. */
    @Test
    void shouldGiveNoOtherLeaseThePlaceInWhichSomebodyMayStillCount() throws Exception {
        Path file = folder.resolve("counters");
        CounterFile counters = new CounterFile(file);
        CounterFile.Entry stillHeld = counters.of(LEASE);
        counters.forget(LEASE);
        List<Bytes32> others = new ArrayList<>();
        for (int i = 0; i < 1100; i++) others.add(Bytes32.random(new SecureRandom()));
        others.forEach(counters::of);
        stillHeld.add(0, 7);

        assertThat(counters.entries().values()).allMatch(entry -> entry.get(0) == 0);
        assertThat(counters.of(LEASE).get(0)).isZero();
    }

    @Test
    void shouldNeverLowerACounterWhenItIsRaised() throws Exception {
        CounterFile.Entry entry = new CounterFile(folder.resolve("counters")).of(LEASE);
        entry.raise(0, 9);
        entry.raise(0, 4);

        assertThat(entry.get(0)).isEqualTo(9);
        assertThatThrownBy(() -> entry.get(3)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldFillUpAFileThatWasCutWhileItGrew() throws Exception {
        Path file = folder.resolve("counters");
        new CounterFile(file).of(LEASE).add(0, 3);
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 100));

        CounterFile after = new CounterFile(file);
        after.of(Bytes32.random(new SecureRandom())).add(0, 1);

        assertThat(after.of(LEASE).get(0)).isEqualTo(3);
    }
}
