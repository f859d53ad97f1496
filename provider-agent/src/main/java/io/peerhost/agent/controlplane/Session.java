package io.peerhost.agent.controlplane;

import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.identity.Signature;
import io.peerhost.protocol.identity.SigningKey;
import io.peerhost.protocol.json.Json;
import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One conversation with the portal, from its challenge to its end. */
final class Session implements WebSocket.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final Duration WELCOME_LIMIT = Duration.ofSeconds(15);
    private static final Duration SEND_LIMIT = Duration.ofSeconds(20);
    private static final int WINDOW = 64;

    private final String portal;
    private final SigningKey key;
    private final String version;
    private final ReportQueue queue;
    private final Orders orders;
    private final BlockingQueue<String> outgoing = new ArrayBlockingQueue<>(256);
    private final CompletableFuture<Message.Welcome> welcome = new CompletableFuture<>();
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private volatile long heard = System.nanoTime();
    private volatile long letInAt;
    private volatile long acknowledged;
    private long sent;

    /** @param portal {@link io.peerhost.protocol.identity.Audience} of the address dialled */
    Session(String portal, SigningKey key, String version, ReportQueue queue, Orders orders) {
        this.portal = portal;
        this.key = key;
        this.version = version;
        this.queue = queue;
        this.orders = orders;
    }

    /** The portal said no, and that asking again soon is no use. */
    static final class RefusedForGood extends IOException {
        private static final long serialVersionUID = 1;

        RefusedForGood(String message) {
            super(message);
        }
    }

    /** Talks until the end; says why it ended. */
    String run(WebSocket socket) throws IOException, InterruptedException {
        Thread sender = Thread.ofVirtual().name("portal-sender").start(() -> sendAll(socket));
        Thread reporter = null;
        try {
            Message.Welcome granted = awaitWelcome();
            sent = queue.resume(granted.received());
            acknowledged = sent;
            reporter = Thread.ofVirtual().name("portal-reports").start(this::report);
            return beat(socket, Duration.ofSeconds(Math.clamp(granted.heartbeatSeconds(), 1, 60)));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RefusedForGood refused) throw refused;
            return String.valueOf(e.getCause().getMessage());
        } finally {
            // Both see it within a second; they are not interrupted, for they use files that outlive them.
            end("over");
            socket.abort();
            sender.join();
            if (reporter != null) reporter.join();
        }
    }

    private Message.Welcome awaitWelcome() throws InterruptedException, ExecutionException {
        CompletableFuture<Object> first = CompletableFuture.anyOf(welcome, end);
        try {
            if (first.get(WELCOME_LIMIT.toMillis(), TimeUnit.MILLISECONDS) instanceof Message.Welcome granted)
                return granted;
            throw new ExecutionException(new IOException(end.join()));
        } catch (TimeoutException e) {
            throw new ExecutionException(new IOException("no welcome within " + WELCOME_LIMIT.toSeconds() + " s", e));
        }
    }

    private String beat(WebSocket socket, Duration pause) throws InterruptedException, ExecutionException {
        long patience = Math.max(pause.toNanos() * 3, Duration.ofSeconds(10).toNanos());
        while (true) {
            if (System.nanoTime() - heard > patience) return "the portal is silent";
            send(new Message.Heartbeat(Instant.now()));
            socket.sendPing(ByteBuffer.allocate(0));
            try {
                return end.get(pause.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                LOG.trace("Still connected");
            }
        }
    }

    boolean welcomed() {
        return letIn() && !end.isDone();
    }

    private boolean letIn() {
        return welcome.isDone() && !welcome.isCompletedExceptionally();
    }

    /** How long ago the portal let this agent in; zero when it never did. */
    Duration stood() {
        return letIn() ? Duration.ofNanos(System.nanoTime() - letInAt) : Duration.ZERO;
    }

    void end(String why) {
        end.complete(why);
    }

    boolean send(Message.Up message) {
        if (end.isDone()) return false;
        String json = Json.write(message);
        if (json.length() > Message.LONGEST)
            throw new IllegalArgumentException("A message is too long: " + json.length());
        return outgoing.offer(json);
    }

    private void sendAll(WebSocket socket) {
        try {
            while (!end.isDone()) {
                String next = outgoing.poll(250, TimeUnit.MILLISECONDS);
                if (next != null) socket.sendText(next, true).get(SEND_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            end("sending failed: " + e);
        }
    }

    private void report() {
        try {
            while (!end.isDone()) {
                if (sent - acknowledged >= WINDOW) Thread.sleep(5);
                else if (queue.awaitAfter(sent, Duration.ofMillis(250)))
                    for (Message.Report report : queue.after(sent, WINDOW)) {
                        if (!outgoing.offer(Json.write(report), 1, TimeUnit.SECONDS)) break;
                        sent = report.number();
                    }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.error("Reports cannot be read from the disk", e);
            end("the disk failed");
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        heard = System.nanoTime();
        if (text.length() + data.length() > Message.LONGEST) {
            end("the portal sent more than " + Message.LONGEST + " bytes at once");
            return null;
        }
        text.append(data);
        if (last) {
            String whole = text.toString();
            text.setLength(0);
            receive(whole);
        }
        socket.request(1);
        return null;
    }

    private void receive(String json) {
        try {
            take(Json.read(json, Message.Down.class));
        } catch (Json.Malformed e) {
            LOG.warn("The portal said what this version does not understand: {}", e.getMessage());
        } catch (IOException e) {
            LOG.error("The queue of reports failed", e);
            end("the disk failed");
        }
    }

    private void take(Message.Down message) throws IOException {
        switch (message) {
            case Message.Challenge challenge -> send(hello(challenge));
            case Message.Welcome granted -> {
                letInAt = System.nanoTime();
                orders.welcome(granted);
                welcome.complete(granted);
            }
            case Message.Refused refused -> welcomeFailed(refused);
            case Message.Desired desired -> orders.desired(desired);
            case Message.ProveCapacity question -> orders.prove(question, this::send);
            case Message.ShowBlocks question -> orders.show(question, this::send);
            case Message.Acknowledged known -> {
                queue.acknowledged(known.number());
                acknowledged = Math.max(acknowledged, known.number());
            }
        }
    }

    private void welcomeFailed(Message.Refused refused) {
        IOException why = refused.retry() ? new IOException(refused.reason()) : new RefusedForGood(refused.reason());
        if (!welcome.completeExceptionally(why)) end(refused.reason());
    }

    private Message.Hello hello(Message.Challenge challenge) {
        Signature signature = key.sign(new Message.Login(challenge.nonce(), key.address(), portal).digest());
        return new Message.Hello(key.address(), signature, version);
    }

    @Override
    public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
        heard = System.nanoTime();
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
        end("closed by the portal, " + status + " " + reason);
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        end(String.valueOf(error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage()));
    }
}
