package io.peerhost.protocol.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class AudienceTest {
    /** The one who is dialled knows its Host field, or its setting: all say the same, or nobody gets in. */
    @Test
    void shouldBeTheSameHoweverAnAddressIsWritten() {
        for (String written : new String[] {
            "https://portal.example",
            "https://Portal.Example:443/agent",
            "wss://portal.example/agent",
            "http://portal.example"
        }) assertThat(Audience.of(URI.create(written))).isEqualTo("portal.example");
        assertThat(Audience.of(URI.create("ws://127.0.0.1:8080/agent"))).isEqualTo("127.0.0.1:8080");
        assertThat(Audience.of(URI.create("https://portal.example:80"))).isEqualTo("portal.example:80");
        assertThat(Audience.of(URI.create("https://[2001:db8::80]"))).isEqualTo("[2001:db8::80]");
    }

    @Test
    void shouldBeAnotherWhenTheHostOrThePortIs() {
        assertThat(Audience.of(URI.create("https://portal.example:8443")))
                .isNotEqualTo(Audience.of(URI.create("https://portal.example")));
        assertThat(Audience.of(URI.create("https://rogue.example")))
                .isNotEqualTo(Audience.of(URI.create("https://portal.example")));
    }
}
