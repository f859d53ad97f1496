package io.peerhost.marketplace.stack;

import static org.awaitility.Awaitility.await;

import io.peerhost.marketplace.provider.Enrolments;
import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.SigningKey;
import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.release.Hash;
import io.peerhost.protocol.replica.ReplicaState;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** An agent over a real WebSocket that answers as the protocol says, and remembers what it was told. */
public final class FakeAgent implements AutoCloseable {
    public static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Message.Inventory MACHINE =
            new Message.Inventory(4, 8192, 100_000, "x86_64", "6.1", "Debian 12", true, null, 4000, 300);

    private final SigningKey key;
    private final List<Message.Down> heard = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor();
    private final HttpClient http = HttpClient.newHttpClient();
    private volatile WebSocket socket;
    private volatile String dialled;
    private volatile boolean closed;
    private volatile Filler filler;
    private volatile Consumer<Message.Down> listener = message -> {};
    private long number;

    public FakeAgent(SigningKey key) {
        this.key = key;
    }

    /** Enrolled for {@code seller} by a token, not connected yet. */
    public static FakeAgent enrolled(Person seller) {
        FakeAgent agent = new FakeAgent(SigningKey.generate(new SecureRandom()));
        String token = seller.sends(null)
                .post("/api/agents/tokens")
                .then()
                .statusCode(201)
                .extract()
                .path("token");
        RestAssured.given()
                .contentType("application/json")
                .body(agent.enrolment(token))
                .post("/api/agents/enrolments")
                .then()
                .statusCode(201);
        return agent;
    }

    /** Enrolled, connected, its machine known and its capacity proven. */
    public static FakeAgent ready(Person seller) {
        FakeAgent agent = enrolled(seller).connect();
        agent.hear(Message.Welcome.class);
        agent.reports(MACHINE);
        await().atMost(PATIENCE)
                .until(() -> seller.does()
                                .get("/api/agents")
                                .path("find { it.address == '" + agent.key.address() + "' }.provenAt")
                        != null);
        return agent;
    }

    public Map<String, Object> enrolment(String token) {
        Bytes32 hash = Enrolments.hash(token);
        return Map.of(
                "token", token,
                "agent", key.address().hex(),
                "signature",
                        key.sign(new Message.Enrolment(hash, key.address()).digest())
                                .hex());
    }

    public SigningKey key() {
        return key;
    }

    public FakeAgent connect() {
        return connect("localhost:" + RestAssured.port);
    }

    /** @param portal whom it signs its login for */
    public FakeAgent connect(String portal) {
        dialled = portal;
        URI door = URI.create("ws://localhost:" + RestAssured.port + "/agent");
        closed = false;
        heard.clear();
        http.newWebSocketBuilder().buildAsync(door, new Ear()).join();
        heart.scheduleWithFixedDelay(this::beat, 500, 500, TimeUnit.MILLISECONDS);
        return this;
    }

    /** As {@code kill -9}: no goodbye. */
    public void die() {
        closed = true;
        socket.abort();
    }

    /** The next of a type that is like that, when it arrives. */
    public <T extends Message.Down> CompletableFuture<T> next(Class<T> type, Predicate<T> like) {
        CompletableFuture<T> next = new CompletableFuture<>();
        listener = message -> {
            if (type.isInstance(message) && like.test(type.cast(message))) next.complete(type.cast(message));
        };
        return next;
    }

    public boolean isClosed() {
        return closed;
    }

    public <T extends Message.Down> T hear(Class<T> type) {
        return hear(type, message -> true);
    }

    /** Waits until the latest message of a type, or an earlier one, is like that. */
    public <T extends Message.Down> T hear(Class<T> type, Predicate<T> like) {
        return await().atMost(PATIENCE)
                .until(() -> heardOf(type, like), Optional::isPresent)
                .orElseThrow();
    }

    public <T extends Message.Down> Optional<T> heardOf(Class<T> type, Predicate<T> like) {
        return heard.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .filter(like)
                .reduce((earlier, later) -> later);
    }

    public void reports(Message.Inventory inventory) {
        send(new Message.Report(++number, inventory, null, null));
    }

    public Message.Report replica(Bytes32 lease, ReplicaState state) {
        return replica(lease, state, null, "said by a test");
    }

    public Message.Report replica(Bytes32 lease, ReplicaState state, Hash release) {
        return replica(lease, state, release, "said by a test");
    }

    public Message.Report replica(Bytes32 lease, ReplicaState state, String message) {
        return replica(lease, state, null, message);
    }

    private Message.Report replica(Bytes32 lease, ReplicaState state, Hash release, String message) {
        Message.ReplicaStatus status = new Message.ReplicaStatus(lease, state, release, message, Instant.now());
        Message.Report report = new Message.Report(++number, null, status, null);
        send(report);
        return report;
    }

    /** Leases that moved to its discredit. */
    public int brokenLeases() {
        return RestAssured.get("/api/agents/" + key.address() + "/reputation").path("brokenLeases");
    }

    public void send(Message.Up message) {
        say(Json.write(message));
    }

    public synchronized void say(String text) {
        socket.sendText(text, true).join();
    }

    @Override
    public void close() {
        heart.shutdownNow();
        if (socket != null) socket.abort();
        http.shutdownNow();
    }

    /** Not before the greeting is over: who begins with anything but a hello is refused. */
    private void beat() {
        if (!closed && heardOf(Message.Welcome.class, any -> true).isPresent())
            send(new Message.Heartbeat(Instant.now()));
    }

    private void answer(Message.Down message) {
        switch (message) {
            case Message.Challenge(Bytes32 nonce) ->
                send(new Message.Hello(
                        key.address(), key.sign(new Message.Login(nonce, key.address(), dialled).digest()), "test"));
            case Message.ProveCapacity question -> {
                filler = new Filler(question);
                send(filler.filled());
            }
            case Message.ShowBlocks question -> send(filler.show(question));
            default -> {}
        }
    }

    private final class Ear implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        /** The first message may be here before the one who connects has its socket. */
        @Override
        public void onOpen(WebSocket opened) {
            socket = opened;
            opened.request(1);
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                Message.Down message = (Message.Down) Json.read(text.toString(), Message.class);
                text.setLength(0);
                heard.add(message);
                listener.accept(message);
                Thread.ofVirtual().start(() -> answer(message));
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            closed = true;
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed = true;
        }
    }
}
