package io.peerhost.marketplace.agentapi;

import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.json.Json;
import io.vertx.core.Future;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * One WebSocket. What arrives waits in a bounded queue, and beyond it in the peer's own buffers, for a thread of this
 * connection's own, which takes one text after another.
 */
final class AgentConnection {
    private static final Logger LOG = Logger.getLogger(AgentConnection.class);
    private static final int MOST_WAITING = 64;
    private static final int MOST_BYTES = Message.LONGEST;

    private final ServerWebSocket socket;
    private final Duration sendWithin;
    private final Queue<String> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private boolean paused;
    private boolean closed;
    private boolean refused;

    /** What is done with a text. */
    interface Reader {
        void read(String text);

        void closed();
    }

    AgentConnection(ServerWebSocket socket, Duration sendWithin) {
        this.socket = socket;
        this.sendWithin = sendWithin;
    }

    void start(Reader reader) {
        socket.textMessageHandler(this::arrived);
        socket.binaryMessageHandler(binary -> close((short) 1003, "texts only"));
        socket.exceptionHandler(failure -> close((short) 1009, "unreadable"));
        socket.closeHandler(gone -> ended());
        Thread.ofVirtual().name("agent-" + socket.remoteAddress()).start(() -> run(reader));
    }

    /** Sends and waits until it is written. @return whether it was; when not, the connection is closed */
    boolean send(Message.Down message) {
        try {
            written(message).join();
            return true;
        } catch (CompletionException e) {
            return false;
        }
    }

    /** Sends without waiting: one that does not take it in time is closed. */
    void tell(Message.Down message) {
        written(message);
    }

    /** Does not wait. Whatever it says from now on is not read, and it is closed when it was told why, or does not take that. */
    void refuse(String reason, boolean retry) {
        synchronized (this) {
            if (refused) return;
            refused = true;
            waiting.clear();
        }
        written(new Message.Refused(reason, retry)).thenRun(() -> close((short) 1000, "refused"));
    }

    private CompletableFuture<Void> written(Message.Down message) {
        return sending(message)
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(sendWithin.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((done, failure) -> {
                    if (failure == null) return;
                    LOG.debugf("An agent does not take what is sent: %s", failure.getMessage());
                    close((short) 1011, "too slow");
                });
    }

    private Future<Void> sending(Message.Down message) {
        try {
            return socket.writeTextMessage(Json.write(message));
        } catch (IllegalStateException e) {
            return Future.failedFuture(e);
        }
    }

    void close(short code, String reason) {
        ended();
        if (!socket.isClosed()) socket.close(code, reason);
    }

    synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void arrived(String text) {
        if (refused) return;
        waiting.add(text);
        waitingBytes += text.length();
        if (!paused && (waiting.size() >= MOST_WAITING || waitingBytes >= MOST_BYTES)) {
            paused = true;
            socket.pause();
        }
        notifyAll();
    }

    private synchronized void ended() {
        closed = true;
        notifyAll();
    }

    /** @return null when the connection has ended */
    private synchronized String next() throws InterruptedException {
        while (waiting.isEmpty() && !closed) wait();
        if (closed) return null;
        String text = waiting.remove();
        waitingBytes -= text.length();
        if (paused && waiting.size() < MOST_WAITING / 2 && waitingBytes < MOST_BYTES / 2) {
            paused = false;
            socket.resume();
        }
        return text;
    }

    private void run(Reader reader) {
        try {
            for (String text = next(); text != null; text = next()) reader.read(text);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (!isClosed()) LOG.warnf(e, "An agent's connection ends");
            close((short) 1011, "failed");
        } finally {
            reader.closed();
        }
    }
}
