package io.peerhost.devstack.supervise;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The parts that run, in the order they came up; they end in the opposite one. */
public final class Roster {
    private final List<Entry> entries = new CopyOnWriteArrayList<>();
    private final Clock clock;
    private volatile boolean stopping;

    private record Entry(Part part, Watch watch) {}

    public Roster(Clock clock) {
        this.clock = clock;
    }

    /** Starts a part and looks after it from then on. */
    public void start(Part part) {
        part.start();
        entries.add(new Entry(part, new Watch(part, clock)));
    }

    public List<Part> parts() {
        return entries.stream().map(Entry::part).toList();
    }

    /** Looks at each part once. @return whether one was started again */
    public boolean look() {
        boolean changed = false;
        for (Entry entry : entries) {
            if (!stopping) {
                changed |= entry.watch().look();
            }
        }
        return changed;
    }

    /** Ends all. */
    public void stop() {
        stopping = true;
        var last = new ArrayList<>(parts());
        for (Part part : last.reversed()) {
            part.stop();
        }
    }
}
