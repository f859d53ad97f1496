package io.peerhost.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDatesTest {
    private static final HttpDates IN_2026 = new HttpDates(InstantSource.fixed(Instant.parse("2026-06-01T00:00:00Z")));

    @ParameterizedTest
    @ValueSource(
            strings = {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"})
    void shouldReadADateWhenItIsInAnyFormOfHttp(String text) {
        assertThat(IN_2026.read(text)).hasValue(784_111_777);
    }

    @ParameterizedTest
    @CsvSource({"01-Jan-26, 2026", "01-Jan-76, 2076", "01-Jul-76, 1976", "01-Jan-77, 1977", "01-Jan-70, 2070"})
    void shouldTakeAYearOfTwoDigitsForTheLastWhenItWouldBeMoreThanFiftyYearsAhead(String day, int year) {
        long read = IN_2026.read("Monday, " + day + " 00:00:00 GMT").orElseThrow();
        assertThat(Instant.ofEpochSecond(read)).asString().startsWith(year + "-");
    }

    @Test
    void shouldReadNothingWhenItIsNoDate() {
        assertThat(IN_2026.read("Sunday, 41-Nov-94 08:49:37 GMT")).isEmpty();
        assertThat(IN_2026.read("06-Nov-94 08:49:37 GMT")).isEmpty();
    }
}
