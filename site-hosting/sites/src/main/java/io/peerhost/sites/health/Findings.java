package io.peerhost.sites.health;

import io.peerhost.observability.Invariant;
import java.util.List;

/** Of many things that may be wrong, the first few in words. */
final class Findings {
    private static final int MOST_SHOWN = 10;

    private Findings() {}

    static Invariant of(String name, List<String> wrong, String lookedAt) {
        if (wrong.isEmpty()) return new Invariant(name, true, lookedAt);
        String first = String.join("; ", wrong.subList(0, Math.min(MOST_SHOWN, wrong.size())));
        return new Invariant(name, false, wrong.size() + " wrong: " + first);
    }
}
