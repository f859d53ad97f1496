package io.peerhost.edge.tunnel;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/**
 * Room for what comes through all tunnels and waits for visitors who are slower. Half of it is given out in wide windows, one for each pipe
 * that is under way; who comes when all are given gets a small one, and a wide one once there is one: it waits longer for the agent, and is
 * not refused. Called on many event loops, and holds up none.
 */
public final class Windows {
    static final int SMALL = 16 * 1024;
    static final int WIDE = 256 * 1024;

    private final long most;
    private final Semaphore wide;
    private final LongAdder waiting = new LongAdder();

    /** @param most bytes that wait at once; beyond it visitors who take nothing at all are cut */
    public Windows(long most) {
        this.most = most;
        this.wide = new Semaphore(Math.toIntExact(most / 2 / WIDE));
    }

    boolean take() {
        return wide.tryAcquire();
    }

    void give() {
        wide.release();
    }

    /** So many bytes came, or, below 0, wait no more. */
    void came(int bytes) {
        waiting.add(bytes);
    }

    boolean exceeded() {
        return waiting.sum() > most;
    }
}
