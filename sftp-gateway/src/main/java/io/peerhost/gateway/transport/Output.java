package io.peerhost.gateway.transport;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** What goes into a socket: at once if it takes it, otherwise kept in order until it does. */
final class Output {
    private final SocketChannel socket;
    private final Queue<PendingWrite> waiting = new ArrayDeque<>();
    private long progress;
    private boolean over;

    Output(SocketChannel socket) {
        this.socket = socket;
    }

    /** @return whether all of it is in the socket; otherwise {@link #flush} must follow when the socket takes more */
    boolean write(PendingWrite write) throws IOException {
        synchronized (waiting) {
            if (over) throw new ClosedChannelException();
            if (waiting.isEmpty()) {
                socket.write(write.bytes());
                progress = System.nanoTime();
                if (!write.bytes().hasRemaining()) return true;
            }
            waiting.add(write);
            return false;
        }
    }

    void flush() throws IOException {
        List<PendingWrite> written = new ArrayList<>();
        try {
            synchronized (waiting) {
                while (!waiting.isEmpty()) {
                    if (socket.write(waiting.peek().bytes()) > 0) progress = System.nanoTime();
                    if (waiting.peek().bytes().hasRemaining()) return;
                    written.add(waiting.remove());
                }
            }
        } finally {
            written.forEach(PendingWrite::written);
        }
    }

    boolean isEmpty() {
        synchronized (waiting) {
            return waiting.isEmpty();
        }
    }

    boolean waitsLongerThan(Duration time) {
        synchronized (waiting) {
            return !waiting.isEmpty() && System.nanoTime() - progress > time.toNanos();
        }
    }

    List<PendingWrite> waiting() {
        synchronized (waiting) {
            return List.copyOf(waiting);
        }
    }

    /** What waits fails, and so does all that comes after. */
    void fail(Throwable reason) {
        List<PendingWrite> lost;
        synchronized (waiting) {
            over = true;
            lost = waiting();
            waiting.clear();
        }
        lost.forEach(write -> write.failed(reason));
    }
}
