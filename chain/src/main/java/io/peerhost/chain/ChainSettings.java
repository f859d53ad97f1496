package io.peerhost.chain;

import io.peerhost.protocol.identity.Address;
import java.net.URI;

/**
 * Where the chain and its contracts are.
 *
 * @param rpc the node's JSON-RPC over HTTP
 * @param chainId EIP-155 chain id
 * @param token the ERC-20 that pays (with EIP-2612 permit)
 * @param escrow LeaseEscrow
 * @param settlement EpochSettlement
 */
public record ChainSettings(URI rpc, long chainId, Address token, Address escrow, Address settlement) {
    public ChainSettings {
        if (rpc == null || token == null || escrow == null || settlement == null)
            throw new IllegalArgumentException("Chain settings need rpc, token, escrow and settlement");
        if (chainId < 1) throw new IllegalArgumentException("A chain id is at least 1, this is not: " + chainId);
    }
}
