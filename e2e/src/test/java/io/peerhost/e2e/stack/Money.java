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
import java.util.List;

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
        assertThat(proof.path("upSeconds").asLong()).isEqualTo(evidence.billedSeconds());
        assertThat(new BigInteger(proof.path("egressBytes").asText())).isEqualTo(evidence.billedEgress());
        assertThat(ended.claimed()).as("claimed on the chain").isEqualTo(evidence.bill());
        List<ChainEvent> events = chain.events(0, chain.node().head());
        assertThat(paid(events, lease)).as("paid to the seller").isEqualTo(evidence.bill());
        assertThat(refunded(events, lease))
                .as("given back to the renter")
                .isEqualTo(ended.deposit().subtract(evidence.bill()));
    }

    /**
     * All that the lease's seller ever got from the escrow is in its wallet. Before the chain's node is killed: the one of a laptop keeps its
     * blocks and its accounts by the second, not of one moment.
     */
    public void requireInWallet(Bytes32 lease) {
        Address seller = chain.lease(lease).orElseThrow().seller();
        Until.passes(Duration.ofMinutes(1), () -> assertThat(chain.balance(seller))
                .as("in the wallet of %s", seller)
                .isEqualTo(paidTo(chain.events(0, chain.node().head()), seller)));
    }

    private JsonNode proof(Bytes32 lease) {
        return Until.get(Duration.ofSeconds(30), () -> audit.proof(lease.hex()));
    }

    private static BigInteger cumulative(JsonNode proof) {
        return new BigInteger(proof.path("cumulative").asText());
    }

    private static BigInteger paid(List<ChainEvent> events, Bytes32 lease) {
        return events.stream()
                .filter(ChainEvent.SellerPaid.class::isInstance)
                .map(ChainEvent.SellerPaid.class::cast)
                .filter(paid -> paid.lease().equals(lease))
                .map(ChainEvent.SellerPaid::amount)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static BigInteger refunded(List<ChainEvent> events, Bytes32 lease) {
        return events.stream()
                .filter(ChainEvent.RenterRefunded.class::isInstance)
                .map(ChainEvent.RenterRefunded.class::cast)
                .filter(refund -> refund.lease().equals(lease))
                .map(ChainEvent.RenterRefunded::amount)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static BigInteger paidTo(List<ChainEvent> events, Address seller) {
        return events.stream()
                .filter(ChainEvent.SellerPaid.class::isInstance)
                .map(ChainEvent.SellerPaid.class::cast)
                .filter(paid -> paid.seller().equals(seller))
                .map(ChainEvent.SellerPaid::amount)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }
}
