package io.peerhost.marketplace.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerhost.rest.problem.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final RateLimit limit = new RateLimit(2, Duration.ofMinutes(1), new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    @Test
    void shouldSayWhenToComeBackWhenTheCallsAreUsedUp() {
        limit.take("alice");
        limit.take("alice");
        assertThatThrownBy(() -> limit.take("alice")).isInstanceOfSatisfying(Problem.class, problem -> assertThat(
                        problem.answer().getHeaderString("Retry-After"))
                .isEqualTo("60"));
    }

    @Test
    void shouldTakeAgainWhenTheWindowIsOver() {
        limit.take("alice");
        limit.take("alice");
        now = now.plusSeconds(60);
        limit.take("alice");
    }

    @Test
    void shouldNotMindWhenAnotherKeyHasUsedItsCalls() {
        limit.take("alice");
        limit.take("alice");
        limit.take("bob");
    }
}
