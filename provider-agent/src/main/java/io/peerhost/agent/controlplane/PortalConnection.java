package io.peerhost.agent.controlplane;

import io.peerhost.agent.retry.Backoff;
import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.identity.Audience;
import io.peerhost.protocol.identity.SigningKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the one connection to the portal: dials {@code /agent}, answers its challenge, resumes the reports where the portal has them,
 * and dials again whenever it ends, soon at first and then less often. One virtual thread, from {@link #start} to {@link #close}.
 */
public final class PortalConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PortalConnection.class);
    private static final Duration DIAL_LIMIT = Duration.ofSeconds(10);
    private static final Duration REFUSED_WAIT = Duration.ofSeconds(60);

    private final URI address;
    private final SigningKey key;
    private final String version;
    private final ReportQueue queue;
    private final Orders orders;
    private final HttpClient client;
    private final Backoff backoff;
    private volatile Session session;
    private volatile boolean closed;
    private Thread thread;

    /** @param portal base URL, http or https */
    public PortalConnection(
            URI portal, SigningKey key, String version, ReportQueue queue, Orders orders, HttpClient client) {
        this(
                portal,
                key,
                version,
                queue,
                orders,
                client,
                new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5), RandomGenerator.getDefault()));
    }

    PortalConnection(
            URI portal,
            SigningKey key,
            String version,
            ReportQueue queue,
            Orders orders,
            HttpClient client,
            Backoff backoff) {
        this.address = URI.create(portal.toString().replaceFirst("^http", "ws") + "/agent");
        this.key = key;
        this.version = version;
        this.queue = queue;
        this.orders = orders;
        this.client = client;
        this.backoff = backoff;
    }

    public void start() {
        thread = Thread.ofVirtual().name("portal").start(this::keep);
    }

    /** Sends what may be lost (logs); false when there is no connection or it is congested. */
    public boolean tell(Message.Up message) {
        Session current = session;
        return current != null && current.send(message);
    }

    /** Whether the portal has let this agent in and the connection stands. */
    public boolean connected() {
        Session current = session;
        return current != null && current.welcomed();
    }

    private void keep() {
        while (!closed) {
            Duration wait;
            try {
                String end = converse();
                wait = backoff.next();
                if (!closed)
                    LOG.info("The connection to the portal ended ({}), dialling again in {} ms", end, wait.toMillis());
            } catch (Session.RefusedForGood e) {
                wait = REFUSED_WAIT;
                LOG.error("The portal refuses this agent: {} Trying again in {} s", e.getMessage(), wait.toSeconds());
            } catch (IOException e) {
                wait = backoff.next();
                LOG.info(
                        "The portal at {} does not answer ({}), dialling again in {} ms",
                        address,
                        e.getMessage(),
                        wait.toMillis());
            } catch (InterruptedException e) {
                return;
            }
            pause(wait);
        }
    }

    private String converse() throws IOException, InterruptedException {
        Session current = new Session(Audience.of(address), key, version, queue, orders);
        WebSocket socket = dial(current);
        try {
            session = current;
            return current.run(socket);
        } finally {
            session = null;
            backoff.worked(current.stood());
            socket.abort();
        }
    }

    private WebSocket dial(Session current) throws IOException, InterruptedException {
        CompletableFuture<WebSocket> dialling =
                client.newWebSocketBuilder().connectTimeout(DIAL_LIMIT).buildAsync(address, current);
        try {
            return dialling.get(DIAL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause().getMessage()), e);
        } catch (TimeoutException e) {
            dialling.thenAccept(WebSocket::abort);
            throw new IOException("no answer within " + DIAL_LIMIT.toSeconds() + " s", e);
        }
    }

    private void pause(Duration wait) {
        try {
            if (!closed) Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        Session current = session;
        if (current != null) current.end("the agent stops");
        if (thread != null) thread.interrupt();
    }
}
