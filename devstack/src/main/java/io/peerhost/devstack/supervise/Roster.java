package io.peerhost.devstack.supervise;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** The parts that run, in the order they came up, each looked after by a thread of its own; they end in the opposite order, some at once. */
public final class Roster {
    private static final long LOOK_EVERY_MILLIS = 300;

    private static final int ENDING_AT_ONCE = 4;

    private final List<Entry> entries = new CopyOnWriteArrayList<>();
    private final Clock clock;
    private volatile boolean stopping;

    /** @param watcher null for a part that is not ours */
    private record Entry(Part part, Thread watcher) {}

    public Roster(Clock clock) {
        this.clock = clock;
    }

    /** Starts a part and looks after it from then on; one that is not ours only has to be there. */
    public void start(Part part) {
        part.start();
        if (!part.ours()) {
            entries.add(new Entry(part, null));
            return;
        }
        var watch = new Watch(part, clock);
        Thread watcher = Thread.ofVirtual().name("watch-" + part.name()).start(() -> look(watch));
        entries.add(new Entry(part, watcher));
    }

    private void look(Watch watch) {
        try {
            while (!stopping) {
                Thread.sleep(LOOK_EVERY_MILLIS);
                watch.look();
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }

    public List<Part> parts() {
        return entries.stream().map(Entry::part).toList();
    }

    /** Ends all. */
    public void stop() throws InterruptedException {
        stopping = true;
        for (Entry entry : entries) {
            if (entry.watcher() != null) {
                entry.watcher().interrupt();
                entry.watcher().join();
            }
        }
        try (var hands = Executors.newFixedThreadPool(ENDING_AT_ONCE)) {
            parts().reversed().stream().filter(part -> !part.endsLast()).forEach(part -> hands.execute(part::stop));
        }
        parts().reversed().stream().filter(Part::endsLast).forEach(Part::stop);
    }
}
