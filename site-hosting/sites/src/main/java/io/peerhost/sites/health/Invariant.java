package io.peerhost.sites.health;

import java.util.List;

/**
 * Something that must always hold.
 *
 * @param detail what was looked at, or the first few of what is wrong
 */
record Invariant(String name, boolean holds, String detail) {
    private static final int MOST_SHOWN = 10;

    static Invariant of(String name, List<String> wrong, String lookedAt) {
        if (wrong.isEmpty()) return new Invariant(name, true, lookedAt);
        String first = String.join("; ", wrong.subList(0, Math.min(MOST_SHOWN, wrong.size())));
        return new Invariant(name, false, wrong.size() + " wrong: " + first);
    }
}
