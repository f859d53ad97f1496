package io.peerhost.devstack.teststack;

import io.peerhost.devstack.process.Folders;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** Ends the parts when the JVM does, the last started first: nobody loses the database it still writes to. */
final class EndOfTests {
    private static final Deque<Entry> STARTED = new ArrayDeque<>();

    private record Entry(AutoCloseable part, Path folder) {}

    private EndOfTests() {}

    static synchronized void add(AutoCloseable part, Path folder) {
        if (STARTED.isEmpty()) {
            Runtime.getRuntime().addShutdownHook(new Thread(EndOfTests::end, "end-of-tests"));
        }
        STARTED.push(new Entry(part, folder));
    }

    private static synchronized void end() {
        for (Entry entry : STARTED) {
            try {
                entry.part().close();
            } catch (Exception e) {
                System.err.println("A test's part did not end cleanly: " + e);
            }
            Folders.delete(entry.folder());
        }
    }
}
