package io.peerhost.chain.node;

import io.peerhost.protocol.identity.Bytes32;

/**
 * A transaction in a block.
 *
 * @param succeeded false when it reverted
 * @param gasUsed units of gas
 */
public record Receipt(Bytes32 hash, long block, Bytes32 blockHash, boolean succeeded, long gasUsed) {}
