package io.peerhost.protocol.capacity;

import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.release.Hash;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A proof of space: blocks that each depend on the one before and on one far before, so that a block can only be had
 * quickly by keeping the blocks (graph labelling, after Dziembowski, Faust, Kolmogorov, Pietrzak, "Proofs of Space",
 * CRYPTO 2015). The prover commits to all blocks by a Merkle root and then opens the ones asked for, with the two they
 * depend on: the verifier needs neither the space nor the time to make them.
 *
 * <p>Block {@code i} has {@value #BLOCK} bytes; chunk {@code c} of 32 bytes is SHA-256(seed, i, c, chunk c-1 of this block
 * (chunk 127 of block i-1 for c = 0), chunk c of block i-1, chunk c of block {@link #far}(i)), where missing ones are zero.
 */
public final class CapacityGraph {
    public static final int BLOCK = 4096;
    private static final int CHUNK = 32;
    private static final int CHUNKS = BLOCK / CHUNK;

    private CapacityGraph() {}

    /** Reads block {@code index} into 4096 bytes. */
    public interface Blocks {
        byte[] block(int index);
    }

    public static int blocksIn(int mebibytes) {
        return Math.multiplyExact(mebibytes, 1024 * 1024 / BLOCK);
    }

    /** The far block that block {@code index} depends on: below index - 1, spread by the seed. For index below 2 it is 0. */
    public static int far(Bytes32 seed, int index) {
        if (index < 2) return 0;
        byte[] digest = Hash.sha256()
                .digest(ByteBuffer.allocate(37)
                        .put((byte) 1)
                        .put(seed.bytes())
                        .putInt(index)
                        .array());
        return (int) Long.remainderUnsigned(ByteBuffer.wrap(digest).getLong(), index - 1);
    }

    /** @param previous block index - 1, @param far block {@link #far}; both ignored (zero) for index 0 */
    public static byte[] block(Bytes32 seed, int index, byte[] previous, byte[] far) {
        MessageDigest sha = Hash.sha256();
        byte[] head = ByteBuffer.allocate(37)
                .put((byte) 0)
                .put(seed.bytes())
                .putInt(index)
                .array();
        byte[] made = new byte[BLOCK];
        byte[] zero = new byte[BLOCK];
        byte[] near = index == 0 ? zero : previous;
        byte[] distant = index == 0 ? zero : far;
        byte[] last = Arrays.copyOfRange(near, BLOCK - CHUNK, BLOCK);
        for (int chunk = 0; chunk < CHUNKS; chunk++) {
            sha.update(head);
            sha.update((byte) chunk);
            sha.update(last);
            sha.update(near, chunk * CHUNK, CHUNK);
            sha.update(distant, chunk * CHUNK, CHUNK);
            last = sha.digest();
            System.arraycopy(last, 0, made, chunk * CHUNK, CHUNK);
        }
        return made;
    }

    /**
     * A block with the path from it to the root.
     *
     * @param index which block
     * @param block its bytes
     * @param path the sibling on each level, leaf upwards
     */
    public record Opening(int index, byte[] block, List<Hash> path) {
        public Opening {
            if (block == null || block.length != BLOCK)
                throw new IllegalArgumentException("A block has " + BLOCK + " bytes");
            path = List.copyOf(path);
            if (path.size() > 31) throw new IllegalArgumentException("A path has at most 31 levels");
        }

        boolean leadsTo(Hash root, int blocks) {
            if (index < 0 || index >= blocks) return false;
            byte[] node = leaf(block);
            int at = index;
            for (Hash sibling : path) {
                node = (at & 1) == 0 ? parent(node, sibling.bytes()) : parent(sibling.bytes(), node);
                at >>= 1;
            }
            return at == 0 && path.size() == levels(blocks) && root.equals(Hash.of(node));
        }
    }

    /** The block asked for, with the two it depends on. */
    public record Proof(Opening asked, Opening previous, Opening far) {
        /** Whether it stands under {@code root} and was made as a block must be. */
        public boolean holds(Bytes32 seed, Hash root, int blocks) {
            int index = asked.index();
            if (!asked.leadsTo(root, blocks)) return false;
            if (index == 0) return Arrays.equals(asked.block(), CapacityGraph.block(seed, 0, null, null));
            return previous != null
                    && far != null
                    && previous.index() == index - 1
                    && far.index() == CapacityGraph.far(seed, index)
                    && previous.leadsTo(root, blocks)
                    && far.leadsTo(root, blocks)
                    && Arrays.equals(asked.block(), CapacityGraph.block(seed, index, previous.block(), far.block()));
        }
    }

    /** The Merkle tree over blocks: 32 bytes a block and level, kept by the prover. */
    public static final class Tree {
        private final List<byte[]> levels = new ArrayList<>();
        private final int blocks;

        /** @param leaves the {@link #leaf} of each block, 32 bytes each, in order */
        public Tree(byte[] leaves) {
            blocks = leaves.length / CHUNK;
            byte[] level = leaves;
            levels.add(level);
            while (level.length > CHUNK) {
                int pairs = (level.length / CHUNK + 1) / 2;
                byte[] above = new byte[pairs * CHUNK];
                for (int i = 0; i < pairs; i++)
                    System.arraycopy(parent(node(level, 2 * i), node(level, 2 * i + 1)), 0, above, i * CHUNK, CHUNK);
                levels.add(above);
                level = above;
            }
        }

        public Hash root() {
            return Hash.of(levels.getLast());
        }

        public Proof prove(Bytes32 seed, int index, Blocks source) {
            Opening asked = open(index, source);
            if (index == 0) return new Proof(asked, null, null);
            return new Proof(asked, open(index - 1, source), open(CapacityGraph.far(seed, index), source));
        }

        private Opening open(int index, Blocks source) {
            if (index < 0 || index >= blocks) throw new IllegalArgumentException("There is no block " + index);
            List<Hash> path = new ArrayList<>();
            int at = index;
            for (byte[] level : levels.subList(0, levels.size() - 1)) {
                path.add(Hash.of(node(level, at ^ 1)));
                at >>= 1;
            }
            return new Opening(index, source.block(index), path);
        }

        /** An odd last node stands beside itself. */
        private static byte[] node(byte[] level, int index) {
            int at = Math.min(index, level.length / CHUNK - 1);
            return Arrays.copyOfRange(level, at * CHUNK, (at + 1) * CHUNK);
        }
    }

    public static byte[] leaf(byte[] block) {
        MessageDigest sha = Hash.sha256();
        sha.update((byte) 2);
        return sha.digest(block);
    }

    private static byte[] parent(byte[] left, byte[] right) {
        MessageDigest sha = Hash.sha256();
        sha.update((byte) 3);
        sha.update(left);
        return sha.digest(right);
    }

    private static int levels(int blocks) {
        return blocks <= 1 ? 0 : 32 - Integer.numberOfLeadingZeros(blocks - 1);
    }
}
