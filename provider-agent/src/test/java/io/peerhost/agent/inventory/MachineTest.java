package io.peerhost.agent.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.protocol.agent.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
    @TempDir
    Path folder;

    private void file(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text + "\n");
    }

    private CgroupLimits limits(String membership) throws IOException {
        file("membership", membership);
        Files.createDirectories(folder.resolve("cgroup"));
        return new CgroupLimits(folder.resolve("cgroup"), folder.resolve("membership"));
    }

    @Test
    void shouldFindTheTightestLimitWhenGroupsOfVersion2AreNested() throws Exception {
        file("cgroup/memory.max", "max");
        file("cgroup/slice/memory.max", "1073741824");
        file("cgroup/slice/agent/memory.max", "4294967296");
        file("cgroup/slice/cpu.max", "max 100000");
        file("cgroup/slice/agent/cpu.max", "150000 100000");

        CgroupLimits limits = limits("0::/slice/agent");

        assertThat(limits.memory()).hasValue(1L << 30);
        assertThat(limits.processors()).hasValue(1.5);
    }

    @Test
    void shouldReadVersion1WhenBothAreMounted() throws Exception {
        file("cgroup/memory/memory.limit_in_bytes", "9223372036854771712");
        file("cgroup/memory/box/memory.limit_in_bytes", "536870912");
        file("cgroup/cpu/box/cpu.cfs_quota_us", "200000");
        file("cgroup/cpu/box/cpu.cfs_period_us", "100000");

        CgroupLimits limits = limits("4:memory:/box\n2:cpu:/box\n0::/box");

        assertThat(limits.memory()).hasValue(512L << 20);
        assertThat(limits.processors()).hasValue(2.0);
    }

    @Test
    void shouldFindNoLimitWhenThereIsNone() throws Exception {
        file("cgroup/memory/memory.limit_in_bytes", "9223372036854771712");
        file("cgroup/cpu/cpu.cfs_quota_us", "-1");
        file("cgroup/cpu/cpu.cfs_period_us", "100000");

        CgroupLimits limits = limits("4:memory:/\n2:cpu:/");

        assertThat(limits.memory()).isEmpty();
        assertThat(limits.processors()).isEmpty();
    }

    @Test
    void shouldNotLeaveTheMountWhenMembershipPointsOutside() throws Exception {
        file("memory.max", "1");

        assertThat(limits("0::/../..").memory()).isEmpty();
    }

    @Test
    void shouldTryOutTheMachineAnewWhenADayIsOverOrItHasOtherProcessors() {
        int processors = Runtime.getRuntime().availableProcessors();
        Instant then = Instant.parse("2026-11-28T00:00:00Z");
        Benchmark.Speed speed = new Benchmark.Speed(1, 1);
        Benchmark.Tried tried = new Benchmark.Tried(then, processors, speed);

        assertThat(tried.holds(then.plus(Duration.ofHours(23)))).isTrue();
        assertThat(tried.holds(then.plus(Duration.ofHours(24)))).isFalse();
        assertThat(tried.holds(then.minusSeconds(1))).as("a clock set back").isFalse();
        assertThat(new Benchmark.Tried(then, processors + 1, speed).holds(then)).isFalse();
    }

    @Test
    void shouldHoldToCapsAndLimitsWhenTheMachineHasMore() throws Exception {
        file("proc/meminfo", "MemTotal:       16384000 kB");
        file("proc/sys/kernel/osrelease", "6.1.0-test");
        file("cgroup/memory.max", String.valueOf(2048L << 20));
        Machine machine = new Machine(folder, folder.resolve("proc"), limits("0::/"));
        Benchmark.Speed speed = new Benchmark(folder, 1, Duration.ofMillis(5), 1).run();

        Message.Inventory all = machine.measure(Caps.NONE, speed, 0, Optional.of("podman is missing"));
        Message.Inventory capped = machine.measure(new Caps(1, 512, 100), speed, 0, Optional.empty());

        assertThat(all.memoryMib()).isEqualTo(2048 - 256);
        assertThat(all.kernel()).isEqualTo("6.1.0-test");
        assertThat(all.pods()).isFalse();
        assertThat(all.missing()).isEqualTo("podman is missing");
        assertThat(all.hashesPerSecond()).isPositive();
        assertThat(all.diskMibPerSecond()).isPositive();
        assertThat(capped)
                .extracting(Message.Inventory::cores, Message.Inventory::memoryMib, Message.Inventory::diskMib)
                .containsExactly(1, 512, 100);
        assertThat(capped.pods()).isTrue();
        assertThat(folder.resolve("benchmark")).doesNotExist();
    }
}
