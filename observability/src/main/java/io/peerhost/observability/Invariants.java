package io.peerhost.observability;

import java.util.List;

/** What must always hold of a service's data. */
public interface Invariants {
    /** Looks at all of it, which may take seconds; where it adds up whole tables, what it saw is {@link Kept} for some. */
    List<Invariant> check();
}
