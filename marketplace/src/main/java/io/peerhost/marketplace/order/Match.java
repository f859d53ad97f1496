package io.peerhost.marketplace.order;

import java.util.List;
import java.util.Map;

/** What the market says to a wish. */
public sealed interface Match {
    /** @param offers one a replica, the best first */
    record Found(List<Candidate> offers) implements Match {
        public Found {
            offers = List.copyOf(offers);
        }
    }

    /**
     * Not enough offers.
     *
     * @param standing how many offers stand in all
     * @param excluded how many of them each wish excludes by itself; an offer may be under several
     */
    record None(int standing, Map<Exclusion, Integer> excluded) implements Match {
        public None {
            excluded = Map.copyOf(excluded);
        }
    }
}
