package io.peerhost.devstack.supervise;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Brings one part back when it ended, later each time it ends soon again. */
final class Watch {
    private static final Duration SHORTEST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration STABLE = Duration.ofMinutes(1);

    private final Part part;
    private final Clock clock;
    private Duration pause = SHORTEST;
    private Instant startedAt;
    private Instant due;

    Watch(Part part, Clock clock) {
        this.part = part;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    /** Looks once. @return whether the part was started again */
    boolean look() {
        if (part.alive()) {
            due = null;
            return false;
        }
        Instant now = clock.instant();
        if (due == null) {
            pause = Duration.between(startedAt, now).compareTo(STABLE) > 0 ? SHORTEST : pause;
            due = now.plus(pause);
        }
        if (now.isBefore(due)) {
            return false;
        }
        pause = pause.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : pause.multipliedBy(2);
        startedAt = now;
        due = null;
        return restarted();
    }

    private boolean restarted() {
        System.out.println(clock.instant() + " " + part.name() + " ended and is started again");
        try {
            part.start();
            return true;
        } catch (RuntimeException e) {
            System.out.println(clock.instant() + " " + part.name() + " did not come back: " + e.getMessage());
            return false;
        }
    }
}
