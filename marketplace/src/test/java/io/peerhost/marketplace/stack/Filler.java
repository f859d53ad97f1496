package io.peerhost.marketplace.stack;

import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.capacity.CapacityGraph;
import io.peerhost.protocol.identity.Bytes32;
import java.util.List;

/** Fills as an honest agent does, all in memory. */
public final class Filler {
    private final Bytes32 seed;
    private final Side memory;
    private final Side disk;

    public Filler(Message.ProveCapacity question) {
        seed = question.seed();
        memory = new Side(Message.ProveCapacity.memorySeed(seed), question.memoryMib());
        disk = new Side(Message.ProveCapacity.diskSeed(seed), question.diskMib());
    }

    public Message.CapacityFilled filled() {
        return new Message.CapacityFilled(seed, memory.tree.root(), disk.tree.root());
    }

    public Message.Blocks show(Message.ShowBlocks question) {
        return new Message.Blocks(seed, memory.show(question.memory()), disk.show(question.disk()));
    }

    private static final class Side {
        private final Bytes32 seed;
        private final byte[][] blocks;
        private final CapacityGraph.Tree tree;

        Side(Bytes32 seed, int mib) {
            this.seed = seed;
            blocks = new byte[CapacityGraph.blocksIn(mib)][];
            byte[] leaves = new byte[blocks.length * 32];
            for (int i = 0; i < blocks.length; i++) {
                blocks[i] = CapacityGraph.block(
                        seed, i, i == 0 ? null : blocks[i - 1], i == 0 ? null : blocks[CapacityGraph.far(seed, i)]);
                System.arraycopy(CapacityGraph.leaf(blocks[i]), 0, leaves, i * 32, 32);
            }
            tree = new CapacityGraph.Tree(leaves);
        }

        List<CapacityGraph.Proof> show(List<Integer> indices) {
            return indices.stream()
                    .map(index -> tree.prove(seed, index, at -> blocks[at]))
                    .toList();
        }
    }
}
