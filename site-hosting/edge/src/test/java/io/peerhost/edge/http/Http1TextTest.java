package io.peerhost.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class Http1TextTest {
    @Test
    void shouldNameAStatusAsTheRegistryDoesAndMakeNoNameUp() {
        assertThat(List.of(404, 413, 425, 451).stream().map(Http1Text::reason))
                .containsExactly("Not Found", "Content Too Large", "Too Early", "Unavailable For Legal Reasons");
        assertThat(List.of(299, 418, 599).stream().map(Http1Text::reason)).containsOnly("");
    }
}
