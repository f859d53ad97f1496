package io.peerhost.chain.merkle;

import io.peerhost.protocol.identity.Bytes32;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.web3j.crypto.Hash;

/**
 * The tree of an epoch, as OpenZeppelin's StandardMerkleTree of (bytes32, uint256) builds it: leaves sorted by their hash
 * at the end of an array in which the children of i are 2i+1 and 2i+2, and every pair hashed smaller first.
 */
public final class MerkleTree {
    private final Bytes32[] nodes;
    private final Map<Bytes32, Integer> positions = new HashMap<>();
    private final Map<Bytes32, Leaf> leaves = new HashMap<>();

    private MerkleTree(List<Leaf> sorted) {
        nodes = new Bytes32[2 * sorted.size() - 1];
        for (int i = 0; i < sorted.size(); i++) {
            Leaf leaf = sorted.get(i);
            int position = nodes.length - 1 - i;
            nodes[position] = leaf.hash();
            positions.put(leaf.lease(), position);
            if (leaves.put(leaf.lease(), leaf) != null)
                throw new IllegalArgumentException("A lease has one leaf in an epoch, this has two: " + leaf.lease());
        }
        for (int i = sorted.size() - 2; i >= 0; i--) nodes[i] = hashPair(nodes[2 * i + 1], nodes[2 * i + 2]);
    }

    /** @throws IllegalArgumentException without leaves, or with two of one lease */
    public static MerkleTree of(Collection<Leaf> leaves) {
        if (leaves.isEmpty()) throw new IllegalArgumentException("An epoch's tree needs a leaf");
        return new MerkleTree(
                leaves.stream().sorted(Comparator.comparing(Leaf::hash)).toList());
    }

    public Bytes32 root() {
        return nodes[0];
    }

    /** Sibling hashes from the lease's leaf up to the root. */
    public List<Bytes32> proof(Bytes32 lease) {
        List<Bytes32> proof = new ArrayList<>();
        for (int at = position(lease); at > 0; at = parent(at)) proof.add(nodes[sibling(at)]);
        return proof;
    }

    /** Proves the leaves of these leases, each named once, at least one. */
    public MultiProof multiProof(Collection<Bytes32> leases) {
        List<Bytes32> ordered = leases.stream()
                .distinct()
                .sorted(Comparator.comparing(this::position).reversed())
                .toList();
        ArrayDeque<Integer> open =
                new ArrayDeque<>(ordered.stream().map(this::position).toList());
        List<Bytes32> proof = new ArrayList<>();
        List<Boolean> flags = new ArrayList<>();
        while (!open.isEmpty() && open.peek() > 0) {
            int at = open.remove();
            boolean known = !open.isEmpty() && open.peek() == sibling(at);
            if (known) open.remove();
            else proof.add(nodes[sibling(at)]);
            flags.add(known);
            open.add(parent(at));
        }
        return new MultiProof(ordered.stream().map(leaves::get).toList(), proof, flags);
    }

    /** Whether a leaf and its proof lead to a root: what an auditor computes. */
    public static boolean proves(Bytes32 root, Leaf leaf, List<Bytes32> proof) {
        Bytes32 hash = leaf.hash();
        for (Bytes32 sibling : proof) hash = hashPair(hash, sibling);
        return hash.equals(root);
    }

    private int position(Bytes32 lease) {
        Integer position = positions.get(lease);
        if (position == null) throw new IllegalArgumentException("The epoch has no such lease: " + lease);
        return position;
    }

    private static int parent(int position) {
        return (position - 1) / 2;
    }

    private static int sibling(int position) {
        return position % 2 == 0 ? position - 1 : position + 1;
    }

    private static Bytes32 hashPair(Bytes32 a, Bytes32 b) {
        boolean ordered = a.compareTo(b) < 0;
        byte[] both = new byte[64];
        System.arraycopy((ordered ? a : b).bytes(), 0, both, 0, 32);
        System.arraycopy((ordered ? b : a).bytes(), 0, both, 32, 32);
        return Bytes32.of(Hash.sha3(both));
    }
}
