package io.peerhost.marketplace.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.marketplace.stack.MarketplaceStack;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.settlement.SettlementEvent;
import io.peerhost.protocol.settlement.SettlementEvent.Stage;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(MarketplaceStack.class)
class SettledUntilTest {
    private static final Instant THEN = Instant.parse("2026-03-01T12:00:00Z");

    @Inject
    LeaseFeeds feeds;

    @Test
    void shouldReachTheLastEndThatIsPaidOutInWhateverOrderItIsTold() {
        hear(Stage.CLAIMED, THEN);
        hear(Stage.CLAIMED, THEN.minus(Duration.ofHours(1)));
        hear(Stage.POSTED, THEN.plus(Duration.ofHours(1)));
        hear(Stage.CLAIMED, null);
        assertThat(QuarkusTransaction.requiringNew().call(SettledUntil::known)).isEqualTo(THEN);
    }

    private void hear(Stage stage, Instant until) {
        var event = new SettlementEvent(UUID.randomUUID(), 1, stage, Bytes32.ZERO, null, List.of(), THEN, until);
        QuarkusTransaction.requiringNew().run(() -> feeds.settled(event));
    }
}
