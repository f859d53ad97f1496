package io.peerhost.agent.inventory;

import io.peerhost.protocol.release.Hash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

/** Tries out the machine for under a second: hashing on all processors, then writing and syncing one file. */
public record Benchmark(Path folder, int processors, Duration hashing, int diskMib) {
    /** @param hashesPerSecond SHA-256 of 1 MiB blocks, all processors; @param diskMibPerSecond written and synced */
    public record Speed(long hashesPerSecond, long diskMibPerSecond) {}

    /**
     * What came of it. It takes all processors, tenants' pods' too, so that an agent that starts again does not do it anew.
     *
     * @param at when
     * @param processors that there were
     */
    public record Tried(Instant at, int processors, Speed speed) {
        private static final Duration HOLDS = Duration.ofDays(1);

        public boolean holds(Instant now) {
            return processors == Runtime.getRuntime().availableProcessors()
                    && !at.isAfter(now)
                    && at.plus(HOLDS).isAfter(now);
        }
    }

    public static Benchmark in(Path folder) {
        return new Benchmark(folder, Runtime.getRuntime().availableProcessors(), Duration.ofMillis(300), 32);
    }

    public Speed run() throws IOException, InterruptedException {
        return new Speed(hash(), write());
    }

    private long hash() throws InterruptedException {
        // The virtual machine compiles the hash while it warms up; what it does from then on is the machine's speed.
        hashFor(hashing);
        return hashFor(hashing);
    }

    private long hashFor(Duration time) throws InterruptedException {
        LongAdder blocks = new LongAdder();
        long start = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < processors; i++) threads.add(Thread.ofPlatform().start(() -> hash(start, time, blocks)));
        for (Thread thread : threads) thread.join();
        return Math.max(1, Math.round(blocks.sum() * 1e9 / (System.nanoTime() - start)));
    }

    private static void hash(long start, Duration time, LongAdder blocks) {
        MessageDigest sha = Hash.sha256();
        byte[] block = new byte[1024 * 1024];
        do {
            block[0] = sha.digest(block)[0];
            blocks.increment();
        } while (System.nanoTime() - start < time.toNanos());
    }

    private long write() throws IOException {
        byte[] block = new byte[1024 * 1024];
        RandomGenerator.getDefault().nextBytes(block);
        Path file = folder.resolve("benchmark");
        long start = System.nanoTime();
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            for (int i = 0; i < diskMib; i++) channel.write(ByteBuffer.wrap(block));
            channel.force(true);
        } finally {
            Files.deleteIfExists(file);
        }
        return Math.max(1, Math.round(diskMib * 1e9 / (System.nanoTime() - start)));
    }
}
