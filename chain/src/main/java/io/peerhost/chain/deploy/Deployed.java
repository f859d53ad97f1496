package io.peerhost.chain.deploy;

import io.peerhost.chain.ChainSettings;
import io.peerhost.protocol.identity.Address;
import java.net.URI;

/** Where the contracts are on a chain: what the deployment's JSON file says. */
public record Deployed(long chainId, Address token, Address escrow, Address settlement) {
    public ChainSettings settings(URI rpc) {
        return new ChainSettings(rpc, chainId, token, escrow, settlement);
    }
}
