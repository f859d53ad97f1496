package io.peerhost.agent;

import java.io.IOException;

/** What is to be told and has to wait where there is no room: only the newest counts. Any thread may use it. */
final class LastWord<T> {
    private final Outlet<T> outlet;
    private T untold;

    /** Where it goes; false when there is no room now. */
    interface Outlet<T> {
        boolean take(T word) throws IOException;
    }

    LastWord(Outlet<T> outlet) {
        this.outlet = outlet;
    }

    synchronized void say(T word) throws IOException {
        untold = word;
        retry();
    }

    /** Tries again what had no room. */
    synchronized void retry() throws IOException {
        if (untold != null && outlet.take(untold)) untold = null;
    }
}
