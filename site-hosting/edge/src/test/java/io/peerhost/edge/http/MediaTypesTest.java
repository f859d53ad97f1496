package io.peerhost.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaTypesTest {
    @ParameterizedTest
    @CsvSource({
        "a.HTML, text/html; charset=utf-8",
        "a.min.js, text/javascript; charset=utf-8",
        "feed.xml, application/xml",
        "a.svg, image/svg+xml",
        "data.json, application/json",
        "apple-app-site-association, application/json",
        "html, application/octet-stream",
        "LICENSE, application/octet-stream",
        "a.unknown, application/octet-stream",
    })
    void shouldNameTypeAndCharsetOnlyWhereTheNameTellsThem(String name, String type) {
        assertThat(MediaTypes.of(name)).isEqualTo(type);
    }
}
