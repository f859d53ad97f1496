package io.peerhost.gateway.login;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps guessers and hoarders out: so many wrong keys from an address or for a user within ten minutes, so many
 * connections from one address and in all.
 */
public final class Limits {
    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final int MOST_WATCHED = 10_000;

    /**
     * @param wrongKeys within ten minutes, from one address or for one user
     * @param perAddress connections at once
     * @param entries files and folders of all drafts in use
     */
    public record Settings(int wrongKeys, int perAddress, int connections, int entries) {
        /** About what an entry takes of the memory, of which half is for them; two of the largest drafts fit always. */
        private static final int ENTRY_BYTES = 500;

        private static final int FEWEST_ENTRIES = 200_000;

        public static final Settings DEFAULT = new Settings(
                100,
                200,
                2_000,
                Math.clamp(Runtime.getRuntime().maxMemory() / 2 / ENTRY_BYTES, FEWEST_ENTRIES, Integer.MAX_VALUE));
    }

    private final Settings settings;
    private final Clock clock;
    private final Map<InetAddress, Integer> open = new HashMap<>();
    private final Map<Object, Wrong> wrong = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Wrong> eldest) {
            return size() > MOST_WATCHED;
        }
    };
    private int all;

    private record Wrong(int count, Instant since) {}

    /** A user as one address tries it: others are not locked out by that. */
    private record UserFrom(String user, InetAddress from) {}

    public Limits(Settings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** @return false when this connection is one too many; otherwise {@link #closed} follows */
    public synchronized boolean opened(InetAddress from) {
        int mine = open.getOrDefault(from, 0);
        if (all >= settings.connections() || mine >= settings.perAddress()) return false;
        open.put(from, mine + 1);
        all++;
        return true;
    }

    public synchronized void closed(InetAddress from) {
        open.computeIfPresent(from, (address, count) -> count > 1 ? count - 1 : null);
        all--;
    }

    public synchronized int connections() {
        return all;
    }

    public synchronized boolean mayTry(InetAddress from, String user) {
        return within(from) && within(new UserFrom(user, from));
    }

    public synchronized void failed(InetAddress from, String user) {
        count(from);
        count(new UserFrom(user, from));
    }

    /** So many wrong keys were only tried before the right one, as an agent with several does. */
    public synchronized void forgive(InetAddress from, String user, int wrongKeys) {
        forgive(from, wrongKeys);
        forgive(new UserFrom(user, from), wrongKeys);
    }

    private void forgive(Object who, int wrongKeys) {
        wrong.computeIfPresent(
                who, (same, so) -> so.count() > wrongKeys ? new Wrong(so.count() - wrongKeys, so.since()) : null);
    }

    private boolean within(Object who) {
        Wrong so = wrong.get(who);
        return so == null || isOver(so) || so.count() < settings.wrongKeys();
    }

    private void count(Object who) {
        Instant now = clock.instant();
        wrong.merge(who, new Wrong(1, now), (so, one) -> isOver(so) ? one : new Wrong(so.count() + 1, so.since()));
    }

    private boolean isOver(Wrong so) {
        return so.since().plus(WINDOW).isBefore(clock.instant());
    }
}
