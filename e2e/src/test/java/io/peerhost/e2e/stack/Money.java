package io.peerhost.e2e.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerhost.chain.lease.LeaseState;
import io.peerhost.chain.node.Chain;
import io.peerhost.chain.node.ChainEvent;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.stream.Stream;

/** Where a closed lease's money went: the ledger as the audit shows it, and the chain itself, beside a bill that was reckoned elsewhere. */
public final class Money {
    private final Audit audit;
    private final Chain chain;

    public Money(Audit audit, Chain chain) {
        this.audit = audit;
        this.chain = chain;
    }

    /** Something is charged, and its seller has it. */
    public void requireCharged(Bytes32 lease) throws IOException, InterruptedException {
        JsonNode proof = audit.proof(lease.hex());
        assertThat(proof.path("stage").asText()).isEqualTo("CLAIMED");
        assertThat(cumulative(proof)).isPositive();
    }

    /** Waits for the end of a lease: the seller got exactly the bill, the renter the rest, and the ledger says so too. */
    public void requirePaid(Bytes32 lease, Evidence evidence) {
        assertThat(evidence.bill()).as("the bill, reckoned anew").isPositive();
        LeaseState ended = Until.get(Duration.ofMinutes(4), () -> {
            LeaseState state = chain.lease(lease).orElseThrow();
            assertThat(state.withdrawn()).as("the rest is with the renter").isTrue();
            requireCharged(lease);
            return state;
        });
        JsonNode proof = proof(lease);
        assertThat(cumulative(proof)).as("the ledger's bill, of %s", evidence).isEqualTo(evidence.bill());
        requireExplained(proof, evidence);
        assertThat(ended.claimed()).as("claimed on the chain").isEqualTo(evidence.bill());
        assertThat(paid(lease)).as("paid to the seller").isEqualTo(evidence.bill());
        assertThat(refunded(lease))
                .as("given back to the renter")
                .isEqualTo(ended.deposit().subtract(evidence.bill()));
        requireInWallet(ended.seller());
    }

    /** The use that the proof tells comes to its amount: what was counted after that, less than a unit's worth, made no new proof. */
    private static void requireExplained(JsonNode proof, Evidence evidence) {
        long seconds = proof.path("upSeconds").asLong();
        BigInteger egress = new BigInteger(proof.path("egressBytes").asText());
        assertThat(seconds).as("seconds of the proof, of %s", evidence).isBetween(0L, evidence.billedSeconds());
        assertThat(egress)
                .as("bytes of the proof, of %s", evidence)
                .isBetween(BigInteger.ZERO, evidence.billedEgress());
        assertThat(evidence.bill(seconds, egress))
                .as("what the proof's use comes to")
                .isEqualTo(cumulative(proof));
    }

    /**
     * What the contract says it paid a seller, for all leases, is in the seller's wallet. Of the contract's state, not of its events: the
     * node of a laptop, killed, keeps accounts of one moment and blocks of another.
     */
    private void requireInWallet(Address seller) {
        Until.passes(Duration.ofMinutes(1), () -> {
            BigInteger before = claimedBy(seller);
            BigInteger wallet = chain.balance(seller);
            assertThat(claimedBy(seller)).as("nothing was paid meanwhile").isEqualTo(before);
            assertThat(wallet).as("in the wallet of %s", seller).isEqualTo(before);
        });
    }

    private BigInteger claimedBy(Address seller) {
        return of(ChainEvent.LeaseOpened.class)
                .filter(opened -> opened.seller().equals(seller))
                .map(opened -> chain.lease(opened.lease()).orElseThrow().claimed())
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    private JsonNode proof(Bytes32 lease) {
        return Until.get(Duration.ofSeconds(30), () -> audit.proof(lease.hex()));
    }

    private static BigInteger cumulative(JsonNode proof) {
        return new BigInteger(proof.path("cumulative").asText());
    }

    private BigInteger paid(Bytes32 lease) {
        return of(ChainEvent.SellerPaid.class)
                .filter(paid -> paid.lease().equals(lease))
                .map(ChainEvent.SellerPaid::amount)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    private BigInteger refunded(Bytes32 lease) {
        return of(ChainEvent.RenterRefunded.class)
                .filter(refund -> refund.lease().equals(lease))
                .map(ChainEvent.RenterRefunded::amount)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    private <T extends ChainEvent> Stream<T> of(Class<T> kind) {
        return chain.events(0, chain.node().head()).stream()
                .filter(kind::isInstance)
                .map(kind::cast);
    }
}
