package io.peerhost.chain.call;

import io.peerhost.protocol.identity.Address;

/** A call of a contract: whom, and the ABI-encoded data. */
public record Call(Address to, byte[] data) {
    public Call {
        if (to == null || data == null) throw new IllegalArgumentException("A call needs a contract and data");
        data = data.clone();
    }

    @Override
    public byte[] data() {
        return data.clone();
    }
}
