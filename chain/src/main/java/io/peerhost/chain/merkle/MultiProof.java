package io.peerhost.chain.merkle;

import io.peerhost.protocol.identity.Bytes32;
import java.util.List;

/** Proves many leaves at once: leaves in the order in which the contract wants them, sibling hashes, and its flags. */
public record MultiProof(List<Leaf> leaves, List<Bytes32> proof, List<Boolean> flags) {
    public MultiProof {
        leaves = List.copyOf(leaves);
        proof = List.copyOf(proof);
        flags = List.copyOf(flags);
        if (leaves.isEmpty() || leaves.size() + proof.size() != flags.size() + 1)
            throw new IllegalArgumentException("A multiproof has leaves + proof = flags + 1");
    }
}
