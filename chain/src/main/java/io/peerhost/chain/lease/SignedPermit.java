package io.peerhost.chain.lease;

import io.peerhost.protocol.identity.Signature;

/** A permit and its owner's signature. */
public record SignedPermit(Permit permit, Signature signature) {
    public SignedPermit {
        if (permit == null || signature == null)
            throw new IllegalArgumentException("A signed permit needs permit and signature");
    }
}
