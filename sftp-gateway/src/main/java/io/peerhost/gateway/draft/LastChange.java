package io.peerhost.gateway.draft;

import java.time.Clock;
import java.time.Instant;

/** When sessions last changed a draft, and until when that is published; null while nothing was. */
public final class LastChange {
    private final Clock clock;
    private volatile Instant madeAt;
    private volatile Instant publishedAt;

    LastChange(Clock clock) {
        this.clock = clock;
    }

    public Instant now() {
        return clock.instant();
    }

    void made() {
        madeAt = now();
    }

    Instant madeAt() {
        return madeAt;
    }

    /** All that was changed until {@code when} is published. */
    public void published(Instant when) {
        publishedAt = when;
    }

    Instant publishedAt() {
        return publishedAt;
    }
}
