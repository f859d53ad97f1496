package io.peerhost.protocol.metering;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.peerhost.protocol.identity.Bytes32;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongUnaryOperator;

/**
 * Three counters for each lease that outlive whoever counts: they stand in a file mapped into memory, so an addition is the system's as
 * soon as it is made and {@code kill -9} takes nothing back. Loss of power takes what came since the last {@link #force}.
 *
 * <p>An entry is 64 bytes in the machine's own byte order: the lease, 1 when the entry is taken or 2 when it was forgotten, the counters.
 * What was forgotten is another lease's only once the file is opened again: until then somebody may still count in it. So the file holds
 * the leases of its counting, and those that were begun since it was opened.
 */
public final class CounterFile {
    /** Counters of a lease. */
    public static final int COUNTERS = 3;

    private static final int ENTRY = 64;
    private static final int STATE = 32;
    private static final long TAKEN = 1;
    private static final long FORGOTTEN = 2;
    private static final int FIRST = 40;
    /** What the file grows by, filled with zeros first: a full disk refuses here, not at an addition. */
    private static final int CHUNK = 1024 * ENTRY;

    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

    private final Path file;
    private final List<MemorySegment> chunks = new ArrayList<>();
    private final Map<Bytes32, Entry> entries = new ConcurrentHashMap<>();
    private final Deque<MemorySegment> free = new ArrayDeque<>();

    /** The counters of one lease; any thread may count. */
    public static final class Entry {
        private final MemorySegment memory;

        private Entry(MemorySegment memory) {
            this.memory = memory;
        }

        /** @param counter 0 to 2 */
        public long get(int counter) {
            return (long) LONG.getVolatile(memory, at(counter));
        }

        public void add(int counter, long delta) {
            LONG.getAndAdd(memory, at(counter), delta);
        }

        /** Sets it, unless it is higher already. */
        public void raise(int counter, long value) {
            update(counter, old -> Math.max(old, value));
        }

        /** Sets it to what {@code next} makes of it, which may be called more than once. */
        public void update(int counter, LongUnaryOperator next) {
            long offset = at(counter);
            long old = (long) LONG.getVolatile(memory, offset);
            while (true) {
                long value = next.applyAsLong(old);
                if (value == old) return;
                long seen = (long) LONG.compareAndExchange(memory, offset, old, value);
                if (seen == old) return;
                old = seen;
            }
        }

        private static long at(int counter) {
            if (counter < 0 || counter >= COUNTERS) throw new IllegalArgumentException("No counter " + counter);
            return FIRST + 8L * counter;
        }
    }

    /** Opens the file, made when missing. */
    public CounterFile(Path file) throws IOException {
        this.file = file;
        long length = Files.exists(file) ? Files.size(file) : 0;
        for (long chunk = 0; chunk < Math.ceilDiv(length, CHUNK); chunk++) map(chunk);
    }

    /** The lease's counters, from 0 when it has none yet. @throws UncheckedIOException when the disk has no room for more leases */
    public Entry of(Bytes32 lease) {
        Entry known = entries.get(lease);
        return known != null ? known : make(lease);
    }

    /** All leases that have counters. */
    public Map<Bytes32, Entry> entries() {
        return Map.copyOf(entries);
    }

    /** What is counted for it from now on counts from 0. */
    public synchronized void forget(Bytes32 lease) {
        Entry known = entries.remove(lease);
        if (known != null) LONG.setVolatile(known.memory, (long) STATE, FORGOTTEN);
    }

    private synchronized Entry make(Bytes32 lease) {
        Entry known = entries.get(lease);
        if (known != null) return known;
        try {
            if (free.isEmpty()) map(chunks.size());
        } catch (IOException e) {
            throw new UncheckedIOException("There is no room in " + file + " for the counters of one more lease", e);
        }
        MemorySegment memory = free.removeFirst();
        memory.asSlice(FIRST).fill((byte) 0);
        MemorySegment.copy(MemorySegment.ofArray(lease.bytes()), 0, memory, 0, STATE);
        LONG.setVolatile(memory, (long) STATE, TAKEN);
        Entry made = new Entry(memory);
        entries.put(lease, made);
        return made;
    }

    private void map(long number) throws IOException {
        MemorySegment chunk;
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long start = number * CHUNK;
            long missing = start + CHUNK - Math.max(channel.size(), start);
            if (missing > 0) fill(channel, start + CHUNK - missing, missing);
            chunk = channel.map(FileChannel.MapMode.READ_WRITE, start, CHUNK, Arena.ofAuto());
        }
        chunks.add(chunk);
        for (long at = 0; at < CHUNK; at += ENTRY) {
            MemorySegment memory = chunk.asSlice(at, ENTRY);
            if (memory.get(JAVA_LONG_UNALIGNED, STATE) == TAKEN) {
                byte[] lease = memory.asSlice(0, STATE).toArray(ValueLayout.JAVA_BYTE);
                entries.put(Bytes32.of(lease), new Entry(memory));
            } else free.addLast(memory);
        }
    }

    private static void fill(FileChannel channel, long from, long bytes) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate(Math.toIntExact(bytes));
        while (zeros.hasRemaining()) channel.write(zeros, from + zeros.position());
    }

    /** Brings all to the disk itself. @throws UncheckedIOException when it cannot be written */
    public synchronized void force() {
        chunks.forEach(MemorySegment::force);
    }
}
