package io.peerhost.billing.audit;

import io.peerhost.chain.ChainSettings;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import java.math.BigInteger;
import java.util.List;

/** What the audit answers. */
public final class Answers {
    private Answers() {}

    /** Where to look it up without us. */
    public record Contracts(long chainId, Address token, Address escrow, Address settlement) {
        static Contracts of(ChainSettings chain) {
            return new Contracts(chain.chainId(), chain.token(), chain.escrow(), chain.settlement());
        }
    }

    /** @param next give it as {@code before} for the page after; null at the end */
    public record Epochs(List<EpochView> epochs, Long next, Contracts contracts) {}

    /** @param charged base units this epoch added; 0 when only an earlier amount was still to be claimed */
    public record LeafView(
            Bytes32 lease, BigInteger cumulative, BigInteger charged, long upSeconds, BigInteger egressBytes) {}

    /**
     * An epoch with a page of its leaves.
     *
     * @param claimTransactions hashes of the transactions that claimed it
     * @param next give it as {@code after} for the leaves after; null at the end
     */
    public record EpochDetail(
            EpochView epoch,
            List<Bytes32> claimTransactions,
            List<LeafView> leaves,
            Bytes32 next,
            Contracts contracts) {}

    /**
     * Proof that a lease's amount is under an epoch's root. To check it: {@code leaf = keccak256(keccak256(lease ‖
     * cumulative as 32 bytes))}; for each hash of {@code proof}: {@code leaf = keccak256(smaller ‖ greater)}; it ends at
     * {@code root}, which {@code RootPosted} of the settlement contract names in {@code postTransaction}.
     */
    public record LeaseProof(
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
