package io.peerhost.chain.node;

import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import java.math.BigInteger;
import java.time.Instant;

/** Something the contracts said in a block. Amounts in base units. */
public sealed interface ChainEvent {
    Where where();

    /**
     * @param block number of the block
     * @param index place among the block's logs: with the block it orders all events
     */
    record Where(long block, int index, Bytes32 transaction) {}

    record LeaseOpened(Where where, Bytes32 lease, Address renter, Address seller, BigInteger deposit)
            implements ChainEvent {}

    record CloseRequested(Where where, Bytes32 lease, Instant withdrawableAt) implements ChainEvent {}

    /** @param claimed all that the seller was paid for the lease, this amount included */
    record SellerPaid(Where where, Bytes32 lease, Address seller, BigInteger amount, BigInteger claimed)
            implements ChainEvent {}

    /** The token refused to pay the seller; the amount stays claimable. */
    record SellerRefused(Where where, Bytes32 lease, Address seller, BigInteger amount) implements ChainEvent {}

    record RenterRefunded(Where where, Bytes32 lease, Address renter, BigInteger amount) implements ChainEvent {}

    record RootPosted(Where where, long epoch, Bytes32 root, Instant activeAt) implements ChainEvent {}

    record RootDisabled(Where where, long epoch) implements ChainEvent {}
}
