package io.peerhost.marketplace.portal;

import io.peerhost.chain.merkle.Leaf;
import io.peerhost.chain.merkle.MerkleTree;
import io.peerhost.protocol.billing.Audit;
import io.peerhost.protocol.identity.Address;
import java.util.List;
import java.util.stream.IntStream;

/** What billing tells the public audit, as {@link Samples} show it. */
final class AuditSamples {
    private static final Audit.Contracts CONTRACTS = new Audit.Contracts(
            31337, new Address(Samples.MACHINE), new Address(Samples.MACHINE), new Address(Samples.MACHINE));

    private AuditSamples() {}

    static Audit.Epochs audited() {
        return new Audit.Epochs(epochs(), 4L, CONTRACTS);
    }

    private static List<Audit.Epoch> epochs() {
        return IntStream.of(9, 8, 7, 6, 5).mapToObj(AuditSamples::epoch).toList();
    }

    private static Audit.Epoch epoch(int number) {
        boolean posted = number < 9;
        return new Audit.Epoch(
                number,
                Samples.NOW.minusSeconds(60),
                Samples.NOW,
                posted ? "CLAIMED" : "CLOSED",
                Samples.bytes(number),
                3,
                Samples.money(1234),
                Samples.NOW,
                posted ? Samples.NOW : null,
                posted ? Samples.NOW : null,
                posted ? Samples.bytes(number) : null);
    }

    static Audit.EpochDetail epoch() {
        Audit.Leaf leaf =
                new Audit.Leaf(Samples.LEASE, Samples.money(41_000), Samples.money(70), 600, Samples.money(123_456));
        return new Audit.EpochDetail(epoch(8), List.of(Samples.bytes(1)), List.of(leaf), Samples.bytes(2), CONTRACTS);
    }

    static Audit.Proof proof() {
        Leaf leaf = new Leaf(Samples.LEASE, Samples.money(41_000));
        MerkleTree tree = MerkleTree.of(List.of(
                leaf, new Leaf(Samples.bytes(1), Samples.money(1)), new Leaf(Samples.bytes(2), Samples.money(2))));
        return new Audit.Proof(
                8,
                Samples.LEASE,
                leaf.cumulative(),
                Samples.money(70),
                600,
                Samples.money(123_456),
                leaf.hash(),
                tree.proof(Samples.LEASE),
                tree.root(),
                "CLAIMED",
                Samples.bytes(3),
                CONTRACTS);
    }
}
