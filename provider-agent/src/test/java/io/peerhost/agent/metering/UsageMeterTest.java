package io.peerhost.agent.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.Signed;
import io.peerhost.protocol.identity.SigningKey;
import io.peerhost.protocol.metering.CounterFile;
import io.peerhost.protocol.metering.UsageRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageMeterTest {
    private static final Bytes32 LEASE = Bytes32.random(new SecureRandom());
    private static final Bytes32 OTHER = Bytes32.random(new SecureRandom());

    private final SigningKey key = SigningKey.generate(new SecureRandom());
    private final List<Signed<UsageRecord>> records = new ArrayList<>();
    private final List<Counters.Reading> pods = new ArrayList<>();

    @TempDir
    Path folder;

    private long millis;
    private boolean full;
    private UsageMeter meter;

    @BeforeEach
    void start() throws IOException {
        meter = new UsageMeter(
                folder,
                key,
                Clock.fixed(Instant.parse("2026-01-01T00:00:00.5Z"), ZoneOffset.UTC),
                () -> millis,
                record -> {
                    if (full) return false;
                    records.add(record);
                    return true;
                },
                lease -> List.copyOf(pods));
    }

    private void startAgain() throws IOException {
        start();
        meter.resume();
        meter.begin(LEASE);
    }

    private UsageRecord last() {
        return records.getLast().statement();
    }

    @Test
    void shouldCountUpTimeCpuMemoryAndEgressWhenAReplicaServes() throws Exception {
        meter.begin(LEASE);
        meter.ready(LEASE, true);
        pods.add(new Counters.Reading("pod", 2_000_000_000L, 64 << 20));
        meter.egress(LEASE, 1000);
        millis += 10_000;

        meter.record();

        assertThat(last().upSeconds()).isEqualTo(10);
        assertThat(last().cpuMillis()).isEqualTo(2000);
        assertThat(last().memoryMibSeconds()).isEqualTo(640);
        assertThat(last().egressBytes()).isEqualTo(1000);
        assertThat(records.getLast().holds()).isTrue();
    }

    @Test
    void shouldCountNoUpTimeWhenTheReplicaIsDown() throws Exception {
        meter.begin(LEASE);
        meter.ready(LEASE, true);
        millis += 5_000;
        meter.ready(LEASE, false);
        millis += 50_000;

        meter.record();

        assertThat(last().upSeconds()).isEqualTo(5);
    }

    @Test
    void shouldGoOnCountingWhenAPodIsReplaced() throws Exception {
        meter.begin(LEASE);
        pods.add(new Counters.Reading("first", 3_000_000_000L, 0));
        meter.record();
        pods.clear();
        pods.add(new Counters.Reading("second", 500_000_000L, 0));

        meter.record();

        assertThat(last().cpuMillis()).isEqualTo(3500);
    }

    @Test
    void shouldChainRecordsWhenTheyFollow() throws Exception {
        meter.begin(LEASE);
        meter.ready(LEASE, true);
        for (int i = 0; i < 3; i++) {
            millis += 10_000;
            meter.record();
        }

        assertThat(records).extracting(record -> record.statement().sequence()).containsExactly(1L, 2L, 3L);
        assertThat(records.getFirst().statement().previous()).isEqualTo(Bytes32.ZERO);
        for (int i = 1; i < 3; i++)
            assertThat(records.get(i).statement().previous())
                    .isEqualTo(Bytes32.of(records.get(i - 1).statement().digest()));
    }

    @Test
    void shouldSayNothingWhenNothingWasUsed() throws Exception {
        meter.begin(LEASE);
        millis += 10_000;
        meter.record();

        assertThat(records).isEmpty();
    }

    @Test
    void shouldGoOnFromDiskWhenTheAgentWasKilled() throws Exception {
        meter.begin(LEASE);
        meter.ready(LEASE, true);
        millis += 10_000;
        meter.record();
        Signed<UsageRecord> before = records.getLast();

        startAgain();
        assertThat(records).as("it was taken: not said again").hasSize(1);
        meter.ready(LEASE, true);
        millis += 10_000;
        meter.record();

        assertThat(last().sequence()).isEqualTo(2);
        assertThat(last().upSeconds()).isEqualTo(20);
        assertThat(last().previous()).isEqualTo(Bytes32.of(before.statement().digest()));
    }

    @Test
    void shouldLoseNoByteAndNoLookedAtTimeWhenTheAgentWasKilledBeforeItsNextRecord() throws Exception {
        meter.begin(LEASE);
        meter.ready(LEASE, true);
        meter.egress(LEASE, 1000);
        millis += 10_000;
        meter.record();
        millis += 4_000;
        meter.look();
        millis += 1_000;
        meter.egress(LEASE, 234);

        startAgain();
        meter.egress(LEASE, 1);
        meter.record();

        assertThat(last().sequence()).isEqualTo(2);
        assertThat(last().egressBytes()).isEqualTo(1235);
        assertThat(last().upSeconds()).isEqualTo(14);
    }

    @Test
    void shouldSayTheSameOnceMoreWhenTheAgentWasKilledBeforeItWasTaken() throws Exception {
        meter.begin(LEASE);
        meter.ready(LEASE, true);
        millis += 10_000;
        meter.record();
        Signed<UsageRecord> before = records.getLast();
        ChainFiles files = new ChainFiles(folder);
        files.draft(files.read(LEASE).orElseThrow());

        startAgain();
        startAgain();

        assertThat(records).containsExactly(before, before);
    }

    @Test
    void shouldForgetOnlyLeasesThatEndedLongAgo() throws Exception {
        for (Bytes32 lease : List.of(LEASE, OTHER)) {
            meter.begin(lease);
            meter.egress(lease, 1);
        }
        meter.record();
        meter.end(LEASE);
        meter.forget();
        assertThat(folder.resolve(LEASE.hex() + ".json")).as("it may come back").exists();
        assertThat(counted()).containsOnlyKeys(LEASE, OTHER);

        FileTime longAgo = FileTime.from(Instant.parse("2025-09-01T00:00:00Z"));
        for (Bytes32 lease : List.of(LEASE, OTHER))
            Files.setLastModifiedTime(folder.resolve(lease.hex() + ".json"), longAgo);
        meter.forget();

        assertThat(folder.resolve(LEASE.hex() + ".json")).doesNotExist();
        assertThat(folder.resolve(OTHER.hex() + ".json")).exists();
        assertThat(counted()).containsOnlyKeys(OTHER);
    }

    private Map<Bytes32, CounterFile.Entry> counted() throws IOException {
        return new CounterFile(folder.resolve("counters")).entries();
    }

    @Test
    void shouldSkipNoNumberWhenThereWasNoRoom() throws Exception {
        meter.begin(LEASE);
        meter.ready(LEASE, true);
        millis += 10_000;
        full = true;
        meter.record();
        full = false;
        millis += 10_000;
        meter.record();

        assertThat(records).hasSize(1);
        assertThat(last().sequence()).isEqualTo(1);
        assertThat(last().upSeconds()).isEqualTo(20);
    }

    @Test
    void shouldNotPayForSleepWhenTheMachineStoodStill() throws Exception {
        meter.begin(LEASE);
        meter.ready(LEASE, true);
        millis += 3_600_000;

        meter.record();

        assertThat(last().upSeconds()).isEqualTo(60);
    }

    @Test
    void shouldSignALastRecordWhenTheLeaseEnds() throws Exception {
        meter.begin(LEASE);
        meter.ready(LEASE, true);
        millis += 3_000;

        meter.end(LEASE);
        meter.egress(LEASE, 5);
        meter.record();

        assertThat(records).hasSize(1);
        assertThat(last().upSeconds()).isEqualTo(3);
    }
}
