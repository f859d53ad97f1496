package io.peerhost.protocol.billing;

import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;

/** What the public audit answers: all that is needed to check a bill without believing us. */
public final class Audit {
    private Audit() {}

    /** Where to look it up without us. */
    public record Contracts(long chainId, Address token, Address escrow, Address settlement) {}

    /**
     * An epoch in public.
     *
     * @param epoch its number, as on chain
     * @param from where it starts
     * @param to where it ends
     * @param stage CLOSED, POSTED or CLAIMED; ABANDONED when the chain refused it and a later epoch claims its amounts
     * @param root Merkle root of the cumulative amounts
     * @param leases how many leaves the tree has
     * @param charged base units this epoch added
     * @param closedAt when it was closed
     * @param postedAt when its root was seen mined; null before
     * @param claimedAt when its claims were seen mined; null before
     * @param postTransaction hash of the transaction that posted the root; null before
     */
    public record Epoch(
            long epoch,
            Instant from,
            Instant to,
            String stage,
            Bytes32 root,
            int leases,
            BigInteger charged,
            Instant closedAt,
            Instant postedAt,
            Instant claimedAt,
            Bytes32 postTransaction) {}

    /** @param next give it as {@code before} for the page after; null at the end */
    public record Epochs(List<Epoch> epochs, Long next, Contracts contracts) {}

    /** @param charged base units this epoch added; 0 when only an earlier amount was still to be claimed */
    public record Leaf(
            Bytes32 lease, BigInteger cumulative, BigInteger charged, long upSeconds, BigInteger egressBytes) {}

    /**
     * An epoch with a page of its leaves.
     *
     * @param claimTransactions hashes of the transactions that claimed it
     * @param next give it as {@code after} for the leaves after; null at the end
     */
    public record EpochDetail(
            Epoch epoch, List<Bytes32> claimTransactions, List<Leaf> leaves, Bytes32 next, Contracts contracts) {}

    /**
     * Proof that a lease's amount is under an epoch's root. To check it: {@code leaf = keccak256(keccak256(lease ‖
     * cumulative as 32 bytes))}; for each hash of {@code proof}: {@code leaf = keccak256(smaller ‖ greater)}; it ends at
     * {@code root}, which {@code RootPosted} of the settlement contract names in {@code postTransaction}.
     */
    public record Proof(
            long epoch,
            Bytes32 lease,
            BigInteger cumulative,
            BigInteger charged,
            long upSeconds,
            BigInteger egressBytes,
            Bytes32 leaf,
            List<Bytes32> proof,
            Bytes32 root,
            String stage,
            Bytes32 postTransaction,
            Contracts contracts) {}
}
