package io.peerhost.marketplace.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.protocol.identity.Address;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HeardTest {
    private static final Address AGENT = new Address("0x00000000000000000000000000000000000000a1");

    @Test
    void shouldFollowAnAgentOnceAndCountFromItsFirstChangeWhenItChangedTwice() {
        Change first = new Change.OfAgent(AGENT, Instant.ofEpochMilli(1_000));
        Change offer = new Change.OfOffer(UUID.randomUUID());
        Change again = new Change.OfAgent(AGENT, Instant.ofEpochMilli(2_000));
        assertThat(Heard.of(Stream.of(first, offer, again).map(Change::text)).changes())
                .containsExactly(first, offer);
    }

    @Test
    void shouldLookAtEverythingWhenAChangeIsOfAKindThatALaterVersionKnows() {
        assertThat(Heard.of(Stream.of("weather fine")).changes()).containsExactly(new Change.OfAll());
    }
}
