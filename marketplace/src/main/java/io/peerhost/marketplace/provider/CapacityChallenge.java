package io.peerhost.marketplace.provider;

import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.capacity.CapacityGraph;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.release.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * One agent's proof that it has the memory and disk it sells: it fills some with blocks that cannot be made in time, says
 * their roots, and shows the blocks it is asked for. States and checks only; clock, dice and connection are the caller's.
 */
public sealed interface CapacityChallenge {
    /** The agent fills memory and disk. */
    record Filling(Bytes32 seed, int memoryMib, int diskMib) implements CapacityChallenge {
        public Message.ProveCapacity question() {
            return new Message.ProveCapacity(seed, memoryMib, diskMib);
        }

        /** @throws IllegalArgumentException when the answer is to another question */
        public Filled filled(Message.CapacityFilled answer) {
            if (!seed.equals(answer.seed()) || answer.memoryRoot() == null || answer.diskRoot() == null)
                throw new IllegalArgumentException("This answers another capacity challenge");
            return new Filled(seed, memoryMib, diskMib, answer.memoryRoot(), answer.diskRoot());
        }
    }

    /** The agent has committed to its blocks and may be asked for some at any time. */
    record Filled(Bytes32 seed, int memoryMib, int diskMib, Hash memoryRoot, Hash diskRoot)
            implements CapacityChallenge {
        /** @param dice gives a number from 0 to below its argument */
        public Showing ask(int blocks, IntUnaryOperator dice) {
            return new Showing(this, indices(memoryMib, blocks, dice), indices(diskMib, blocks, dice));
        }

        private static List<Integer> indices(int mib, int blocks, IntUnaryOperator dice) {
            List<Integer> indices = new ArrayList<>();
            for (int i = 0; i < blocks; i++) indices.add(dice.applyAsInt(CapacityGraph.blocksIn(mib)));
            return indices;
        }
    }

    /** The agent was asked for blocks. */
    record Showing(Filled filled, List<Integer> memory, List<Integer> disk) implements CapacityChallenge {
        public Showing {
            memory = List.copyOf(memory);
            disk = List.copyOf(disk);
        }

        public Message.ShowBlocks question() {
            return new Message.ShowBlocks(filled.seed, memory, disk);
        }

        /** Whether every block asked for is shown, stands under its root and was made as it must be. */
        public boolean provenBy(Message.Blocks answer) {
            return filled.seed.equals(answer.seed())
                    && hold(
                            Message.ProveCapacity.memorySeed(filled.seed),
                            filled.memoryRoot,
                            filled.memoryMib,
                            memory,
                            answer.memory())
                    && hold(
                            Message.ProveCapacity.diskSeed(filled.seed),
                            filled.diskRoot,
                            filled.diskMib,
                            disk,
                            answer.disk());
        }

        private static boolean hold(
                Bytes32 seed, Hash root, int mib, List<Integer> asked, List<CapacityGraph.Proof> shown) {
            if (shown == null || shown.size() != asked.size()) return false;
            for (int i = 0; i < asked.size(); i++) {
                CapacityGraph.Proof proof = shown.get(i);
                if (proof == null
                        || proof.asked() == null
                        || proof.asked().index() != asked.get(i)
                        || !proof.holds(seed, root, CapacityGraph.blocksIn(mib))) return false;
            }
            return true;
        }
    }
}
