package io.peerhost.marketplace.api;

import io.peerhost.rest.problem.Problem;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * So many calls of one kind in a window, each key for itself (an account, an address). Remembers the most recent
 * {@value #KEYS} keys. Each instance of the service counts for itself.
 */
public final class RateLimit {
    private static final int KEYS = 10_000;

    private final int calls;
    private final Duration window;
    private final Clock clock;
    private final Map<String, Window> windows = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
            return size() > KEYS;
        }
    };

    private record Window(long endsAt, int used) {}

    public RateLimit(int calls, Duration window, Clock clock) {
        this.calls = calls;
        this.window = window;
        this.clock = clock;
    }

    /** @throws Problem 429 when {@code key} has had its calls; it says when to come back */
    public synchronized void take(String key) {
        long now = clock.millis();
        Window current = windows.get(key);
        if (current == null || current.endsAt <= now) current = new Window(now + window.toMillis(), 0);
        if (current.used >= calls) throw tooMany((current.endsAt - now + 999) / 1000);
        windows.put(key, new Window(current.endsAt, current.used + 1));
    }

    private Problem tooMany(long seconds) {
        return Problem.of(
                        429,
                        "too-many-requests",
                        "Too many requests",
                        "At most " + calls + " in " + window.toSeconds() + " s. Try again in " + seconds + " s.")
                .with("retryAfterSeconds", seconds);
    }
}
