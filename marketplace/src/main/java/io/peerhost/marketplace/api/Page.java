package io.peerhost.marketplace.api;

import io.peerhost.rest.problem.Problem;
import java.util.List;

/**
 * Some of a long list.
 *
 * @param items in the list's order
 * @param next the {@code after} to ask for what follows; null at the end
 */
public record Page<T>(List<T> items, String next) {
    public static final int LONGEST = 200;

    public Page {
        items = List.copyOf(items);
    }

    public static int limit(Integer asked) {
        if (asked == null) return 50;
        if (asked < 1 || asked > LONGEST) throw Problem.malformed("limit is 1 to " + LONGEST);
        return asked;
    }
}
