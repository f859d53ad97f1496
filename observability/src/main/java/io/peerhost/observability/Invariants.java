package io.peerhost.observability;

import java.util.List;

/** What must always hold of a service's data. */
public interface Invariants {
    /** Looks at all of it now, which may take seconds. */
    List<Invariant> check();
}
