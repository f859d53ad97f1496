package io.peerhost.edge.proxy;

import io.peerhost.edge.route.Replica;
import io.peerhost.edge.route.SiteRoute;
import io.peerhost.edge.tunnel.PipeTarget;
import io.peerhost.protocol.identity.Bytes32;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Which replica a visit is tried on next. The route is looked at anew each time, so that a replica that becomes ready while
 * a visitor waits is found.
 */
final class Attempts {
    private static final int MOST = 32;

    private final Supplier<SiteRoute> route;
    private final Predicate<Replica> likely;
    private final Shunned shunned;
    private final String asked;
    private final long until;
    private Bytes32 lastFailed;
    private int count;
    private int round;

    /**
     * @param likely whether a replica's agent is connected at all
     * @param asked the {@link Affinity#key} of the replica to begin with, where it is there; null for any
     */
    Attempts(Supplier<SiteRoute> route, Predicate<Replica> likely, Shunned shunned, String asked, long patienceNanos) {
        this.route = route;
        this.likely = likely;
        this.shunned = shunned;
        this.asked = asked;
        this.until = System.nanoTime() + patienceNanos;
    }

    /** Null when there is none just now. */
    Replica next() {
        SiteRoute now = route.get();
        if (now == null || count >= MOST) return null;
        List<Replica> live = now.live();
        int size = live.size();
        int start = first(live);
        Replica second = null;
        for (int i = 0; i < size; i++) {
            Replica replica = live.get((start + i) % size);
            if (!likely.test(replica)) continue;
            if (!replica.lease().equals(lastFailed) && !shunned.contains(replica.lease())) return chosen(replica);
            second = replica;
        }
        // The only one left has just failed: it is given a moment first.
        return second != null && round > 0 && !second.lease().equals(lastFailed) ? chosen(second) : null;
    }

    private int first(List<Replica> live) {
        if (live.size() < 2) return 0;
        for (int i = 0; asked != null && i < live.size(); i++)
            if (Affinity.key(live.get(i).lease()).equals(asked)) return i;
        return ThreadLocalRandom.current().nextInt(live.size());
    }

    private Replica chosen(Replica replica) {
        count++;
        return replica;
    }

    void failed(Replica replica) {
        failed(replica.lease());
    }

    void failed(PipeTarget target) {
        failed(target.lease());
    }

    private void failed(Bytes32 lease) {
        lastFailed = lease;
        shunned.add(lease);
    }

    /** Whether it is still worth while to wait. */
    boolean patient() {
        return count < MOST && System.nanoTime() - until < 0;
    }

    long pauseMillis() {
        round++;
        lastFailed = null;
        return Math.min(20L << Math.min(round, 3), TimeUnit.SECONDS.toMillis(1))
                + ThreadLocalRandom.current().nextLong(10);
    }
}
