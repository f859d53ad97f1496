package io.peerhost.devstack.stack;

import io.peerhost.devstack.process.Ports;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntPredicate;

/** Which part listens where: the usual port, another when somebody else has it, and the same again next time. */
public final class PortPlan {
    private static final int ATTEMPTS = 50;

    private final Remembered remembered;
    private final IntPredicate hold;
    private final Set<Integer> taken = new HashSet<>();

    /** @param hold keeps a port for us; false when somebody else has it */
    public PortPlan(Path file, IntPredicate hold) {
        this.remembered = new Remembered(file);
        this.hold = hold;
    }

    /** The port of this part; to be asked while nothing of the stack runs. */
    public synchronized int of(String part, int usual) {
        int wanted = remembered.get(part).map(Integer::parseInt).orElse(usual);
        int port = available(wanted) ? wanted : other();
        taken.add(port);
        remembered.put(part, String.valueOf(port));
        return port;
    }

    private int other() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = Ports.free();
            if (available(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No free port was found on the loopback interface");
    }

    private boolean available(int port) {
        return !taken.contains(port) && hold.test(port);
    }
}
