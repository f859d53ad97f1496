package io.peerhost.agent.inventory;

import io.peerhost.protocol.capacity.CapacityGraph;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.release.Hash;
import java.io.IOException;
import java.util.List;

/** A graph that stands: its blocks and the tree over them. */
record Filled(Bytes32 seed, Space space, CapacityGraph.Tree tree) implements AutoCloseable {
    /** Makes all blocks, one after the other as the graph demands. Ends early when interrupted. */
    static Filled fill(Bytes32 seed, int blocks, Space space) throws IOException, InterruptedException {
        byte[] leaves = new byte[Math.multiplyExact(blocks, 32)];
        byte[] previous = null;
        for (int index = 0; index < blocks; index++) {
            if (Thread.interrupted()) throw new InterruptedException();
            byte[] far = index == 0 ? null : index == 1 ? previous : space.block(CapacityGraph.far(seed, index));
            byte[] block = CapacityGraph.block(seed, index, previous, far);
            space.put(index, block);
            System.arraycopy(CapacityGraph.leaf(block), 0, leaves, index * 32, 32);
            previous = block;
        }
        return new Filled(seed, space, new CapacityGraph.Tree(leaves));
    }

    Hash root() {
        return tree.root();
    }

    List<CapacityGraph.Proof> show(List<Integer> indices) {
        return indices.stream().map(index -> tree.prove(seed, index, space)).toList();
    }

    @Override
    public void close() {
        space.close();
    }
}
