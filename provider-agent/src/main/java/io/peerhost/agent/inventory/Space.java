package io.peerhost.agent.inventory;

import io.peerhost.protocol.capacity.CapacityGraph;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Room for the blocks of a capacity graph, given back on close. */
sealed interface Space extends CapacityGraph.Blocks, AutoCloseable {
    void put(int index, byte[] block) throws IOException;

    @Override
    void close();

    /** Memory outside the heap, touched and so truly had. */
    final class InMemory implements Space {
        private final Arena arena = Arena.ofShared();
        private final MemorySegment memory;

        InMemory(int blocks) {
            memory = arena.allocate((long) blocks * CapacityGraph.BLOCK);
        }

        @Override
        public void put(int index, byte[] block) {
            MemorySegment.copy(block, 0, memory, ValueLayout.JAVA_BYTE, at(index), CapacityGraph.BLOCK);
        }

        @Override
        public byte[] block(int index) {
            return memory.asSlice(at(index), CapacityGraph.BLOCK).toArray(ValueLayout.JAVA_BYTE);
        }

        private static long at(int index) {
            return (long) index * CapacityGraph.BLOCK;
        }

        @Override
        public void close() {
            arena.close();
        }
    }

    /** One file, removed on close and when the machine's agent starts again. */
    final class OnDisk implements Space {
        private final Path file;
        private final FileChannel channel;

        OnDisk(Path file) throws IOException {
            this.file = file;
            channel = FileChannel.open(
                    file,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
        }

        @Override
        public void put(int index, byte[] block) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(block);
            while (bytes.hasRemaining()) channel.write(bytes, at(index) + bytes.position());
        }

        @Override
        public byte[] block(int index) {
            ByteBuffer block = ByteBuffer.allocate(CapacityGraph.BLOCK);
            try {
                while (block.hasRemaining())
                    if (channel.read(block, at(index) + block.position()) < 0)
                        throw new IOException(file + " has no block " + index);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return block.array();
        }

        private static long at(int index) {
            return (long) index * CapacityGraph.BLOCK;
        }

        @Override
        public void close() {
            try {
                channel.close();
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
