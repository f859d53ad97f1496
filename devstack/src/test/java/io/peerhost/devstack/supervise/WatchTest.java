package io.peerhost.devstack.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class WatchTest {
    private final MovingClock clock = new MovingClock();
    private final FragilePart part = new FragilePart();
    private final Watch watch = new Watch(part, clock);

    @Test
    void shouldBringThePartBackWhenItEnded() {
        part.alive = false;
        watch.look();
        clock.pass(Duration.ofSeconds(1));

        assertThat(watch.look()).isTrue();
        assertThat(part.starts).isEqualTo(1);
    }

    @Test
    void shouldWaitLongerEachTimeWhenItEndsAtOnceAgain() {
        part.staysDown = true;
        part.alive = false;

        int early = startsWithin(Duration.ofSeconds(10));
        int late = startsWithin(Duration.ofSeconds(10));

        assertThat(early).isBetween(2, 6);
        assertThat(late).isLessThan(early);
    }

    @Test
    void shouldGoOnTryingWhenThePartDoesNotComeBack() {
        part.staysDown = true;
        part.alive = false;
        startsWithin(Duration.ofMinutes(10));

        assertThat(startsWithin(Duration.ofMinutes(1))).isGreaterThanOrEqualTo(1);
    }

    private int startsWithin(Duration span) {
        int before = part.starts;
        for (long step = 0; step < span.toMillis(); step += 100) {
            watch.look();
            clock.pass(Duration.ofMillis(100));
        }
        return part.starts - before;
    }

    private static final class FragilePart implements Part {
        private boolean alive = true;
        private boolean staysDown;
        private int starts;

        @Override
        public String name() {
            return "fragile";
        }

        @Override
        public String url() {
            return null;
        }

        @Override
        public void start() {
            starts++;
            if (staysDown) {
                throw new IllegalStateException("still broken");
            }
            alive = true;
        }

        @Override
        public long pid() {
            return 0;
        }

        @Override
        public boolean alive() {
            return alive;
        }

        @Override
        public void stop() {
            alive = false;
        }
    }

    private static final class MovingClock extends Clock {
        private Instant now = Instant.EPOCH;

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
