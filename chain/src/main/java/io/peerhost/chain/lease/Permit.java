package io.peerhost.chain.lease;

import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.Eip712;
import io.peerhost.protocol.identity.SigningKey;
import java.math.BigInteger;

/**
 * An ERC-20 allowance given by signature (EIP-2612).
 *
 * @param owner who allows
 * @param spender who may take, here the escrow
 * @param value how much, base units
 * @param nonce the owner's permit nonce in the token
 * @param deadline last epoch second at which it may be used, at least 1
 */
public record Permit(Address owner, Address spender, BigInteger value, BigInteger nonce, long deadline) {
    public Permit {
        if (owner == null || spender == null || value == null || nonce == null)
            throw new IllegalArgumentException("A permit needs owner, spender, value and nonce");
        if (deadline < 1) throw new IllegalArgumentException("A permit's deadline is an epoch second: " + deadline);
    }

    /**
     * What the owner signs, 32 bytes.
     *
     * @param tokenDomain the token's EIP-712 domain separator, as the token itself says it
     */
    public byte[] digest(Bytes32 tokenDomain) {
        return Eip712.struct("Permit")
                .address("owner", owner)
                .address("spender", spender)
                .uint256("value", value)
                .uint256("nonce", nonce)
                .uint256("deadline", BigInteger.valueOf(deadline))
                .digest(tokenDomain.bytes());
    }

    public SignedPermit sign(SigningKey key, Bytes32 tokenDomain) {
        if (!key.address().equals(owner)) throw new IllegalArgumentException("A permit is signed by its owner");
        return new SignedPermit(this, key.sign(digest(tokenDomain)));
    }
}
