package io.peerhost.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done again and again, each on a virtual thread of its own, so that a slow one delays no other. */
final class Chores implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Chores.class);

    private final List<Thread> threads = new ArrayList<>();

    interface Chore {
        void run() throws IOException, InterruptedException;
    }

    synchronized void every(Duration pause, String name, Chore chore) {
        threads.add(Thread.ofVirtual().name(name).start(() -> repeat(pause, name, chore)));
    }

    private static void repeat(Duration pause, String name, Chore chore) {
        try {
            while (true) {
                Thread.sleep(pause);
                try {
                    chore.run();
                } catch (IOException | RuntimeException e) {
                    if (Thread.currentThread().isInterrupted()) return;
                    LOG.warn("It failed to {}, it is tried again: {}", name, e.toString());
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("No longer: {}", name);
        }
    }

    @Override
    public synchronized void close() {
        threads.forEach(Thread::interrupt);
    }
}
