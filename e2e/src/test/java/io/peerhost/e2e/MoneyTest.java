package io.peerhost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerhost.chain.lease.LeaseState;
import io.peerhost.chain.node.Chain;
import io.peerhost.chain.node.ChainEvent;
import io.peerhost.devstack.product.PortalApi;
import io.peerhost.e2e.stack.Audit;
import io.peerhost.e2e.stack.Developer;
import io.peerhost.e2e.stack.Sites;
import io.peerhost.e2e.stack.Stack;
import io.peerhost.e2e.stack.Until;
import io.peerhost.e2e.stack.Visitor;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.lease.SiteKind;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** From a visitor's request to tokens in a seller's wallet. */
@ExtendWith(Stack.class)
class MoneyTest {
    @TempDir
    Path temp;

    @Test
    void shouldPayTheSellerExactlyTheBillAndTheRenterTheRest(Stack.Running stack) throws Exception {
        PortalApi alice = stack.as("alice");
        Visitor visitor = stack.visitor();
        Developer developer = stack.developer("alice", temp);
        Audit audit = stack.audit();
        String site = Sites.ordered(alice, "paid", SiteKind.STATIC, 1);
        Sites.folder(temp, "one", "worth money", 20);
        developer.put(site, "one");
        visitor.sees(site, "/", "worth money");
        for (int i = 1; i < 20; i++) visitor.get(site, "/pages/deep/page-" + i + ".html");
        String lease = Sites.inStage(alice, site, "ACTIVE")
                .path("leases")
                .get(0)
                .path("lease")
                .asText();

        Until.passes(Duration.ofMinutes(3), () -> {
            JsonNode proof = audit.proof(lease);
            assertThat(proof.path("stage").asText()).isEqualTo("CLAIMED");
            assertThat(new BigInteger(proof.path("cumulative").asText())).isPositive();
        });
        alice.delete("/api/sites/" + site);

        try (Chain chain = audit.chain()) {
            LeaseState ended = Until.get(Duration.ofMinutes(4), () -> {
                LeaseState state = chain.lease(Bytes32.of(lease)).orElseThrow();
                assertThat(state.withdrawn()).as("the rest is with the renter").isTrue();
                JsonNode proof = audit.proof(lease);
                assertThat(proof.path("stage").asText()).isEqualTo("CLAIMED");
                assertThat(state.claimed())
                        .isEqualTo(new BigInteger(proof.path("cumulative").asText()));
                return state;
            });
            List<ChainEvent> events = chain.events(0, chain.node().head());
            assertThat(paidFor(events, Bytes32.of(lease)))
                    .as("paid to the seller")
                    .isEqualTo(ended.claimed());
            assertThat(refundedFor(events, Bytes32.of(lease)))
                    .as("given back to the renter")
                    .isEqualTo(ended.deposit().subtract(ended.claimed()));
            assertThat(chain.balance(ended.seller())).isEqualTo(paidTo(events, ended.seller()));
        }
        assertThat(stack.product().doctor()).contains("ledger = chain");
    }

    private static BigInteger paidFor(List<ChainEvent> events, Bytes32 lease) {
        return events.stream()
                .filter(ChainEvent.SellerPaid.class::isInstance)
                .map(ChainEvent.SellerPaid.class::cast)
                .filter(paid -> paid.lease().equals(lease))
                .map(ChainEvent.SellerPaid::amount)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static BigInteger refundedFor(List<ChainEvent> events, Bytes32 lease) {
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
