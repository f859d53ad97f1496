package io.peerhost.chain.merkle;

import io.peerhost.protocol.identity.Bytes32;
import java.math.BigInteger;
import org.web3j.crypto.Hash;
import org.web3j.utils.Numeric;

/**
 * A leaf of an epoch's tree.
 *
 * @param cumulative all that the lease owes its seller since it began, base units
 */
public record Leaf(Bytes32 lease, BigInteger cumulative) {
    public Leaf {
        if (lease == null) throw new IllegalArgumentException("A leaf needs a lease");
        if (cumulative == null || cumulative.signum() < 0 || cumulative.bitLength() > 256)
            throw new IllegalArgumentException("A cumulative amount fits 256 bits and is not negative: " + cumulative);
    }

    /** keccak256(keccak256(abi.encode(lease, cumulative))). */
    public Bytes32 hash() {
        byte[] encoded = new byte[64];
        System.arraycopy(lease.bytes(), 0, encoded, 0, 32);
        System.arraycopy(Numeric.toBytesPadded(cumulative, 32), 0, encoded, 32, 32);
        return Bytes32.of(Hash.sha3(Hash.sha3(encoded)));
    }
}
