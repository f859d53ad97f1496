package io.peerhost.chain.transaction;

import io.peerhost.chain.ChainSettings;
import io.peerhost.chain.call.Call;
import io.peerhost.chain.node.ChainException;
import io.peerhost.chain.node.Node;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.SigningKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one sender of a key's transactions. What is enqueued in a database transaction gets into the chain once that commits:
 * in the order of enqueueing, with nonces, gas and fees looked after, over restarts, lost receipts and reorganisations.
 * Tables: {@code db/chain} on the class path, for Flyway. Many processes may run a sender of one key; one of them works.
 */
public final class TransactionSender implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TransactionSender.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final int LONGEST_KEY = 200;
    private final DataSource source;
    private final Database database;
    private final SigningKey key;
    private final ChainSettings chain;
    private final SenderSettings settings;
    private final Clock clock;
    private final Orders orders;
    private final Semaphore nudges = new Semaphore(0);
    private volatile boolean closed;
    private Thread worker;

    public TransactionSender(
            DataSource source, SigningKey key, ChainSettings chain, SenderSettings settings, Clock clock) {
        this.source = source;
        this.database = new Database(source);
        this.key = key;
        this.chain = chain;
        this.settings = settings;
        this.clock = clock;
        this.orders = new Orders(key.address());
    }

    public Address address() {
        return key.address();
    }

    /**
     * Asks for a transaction, in the caller's own database transaction: it exists when that commits.
     *
     * @param idempotencyKey names it, at most 200 characters; the same again changes nothing
     * @return whether it is new
     */
    public boolean enqueue(Connection connection, String idempotencyKey, Address to, byte[] data) throws SQLException {
        if (idempotencyKey.isBlank() || idempotencyKey.length() > LONGEST_KEY || idempotencyKey.startsWith(Order.GAP))
            throw new IllegalArgumentException("This cannot name a transaction: " + idempotencyKey);
        return orders.add(connection, idempotencyKey, new Call(to, data));
    }

    /** The same for an encoded call. */
    public boolean enqueue(Connection connection, String idempotencyKey, Call call) throws SQLException {
        return enqueue(connection, idempotencyKey, call.to(), call.data());
    }

    /** How far a transaction is; empty when none of that name was enqueued. */
    public Optional<TransactionStatus> status(String idempotencyKey) throws SQLException {
        return database.read(connection -> orders.status(connection, idempotencyKey));
    }

    /** How many transactions are not final yet. */
    public long pending() throws SQLException {
        return database.read(orders::open);
    }

    /** Says that there is work, for those who do not want to wait for the next look. */
    public void nudge() {
        if (nudges.availablePermits() == 0) nudges.release();
    }

    /** Begins to work in a thread of its own. */
    public synchronized void start(TransactionListener listener) {
        if (worker != null) throw new IllegalStateException("The sender was started already");
        worker = Thread.ofPlatform().name("chain-sender").daemon().start(() -> work(listener));
    }

    /** Ends the work after the current look; what is under way is found again at the next start. */
    @Override
    public synchronized void close() {
        closed = true;
        nudges.release();
        if (worker == null) return;
        try {
            worker.join(Duration.ofSeconds(20));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(TransactionListener listener) {
        try (Node node = new Node(chain.rpc());
                Turn turn = new Turn(source, key.address())) {
            Round round = new Round(database, node, key, chain.chainId(), settings, listener, clock);
            int failures = 0;
            while (!closed) {
                failures = look(round, turn) ? 0 : failures + 1;
                pause(failures);
            }
        } catch (SQLException e) {
            log.debug("The turn to send could not be given back, its connection ended", e);
        }
    }

    private boolean look(Round round, Turn turn) {
        try {
            if (turn.take()) round.run();
            return true;
        } catch (ChainException e) {
            log.warn("Transactions wait, the sender tries again: {}", e.getMessage());
            return false;
        } catch (SQLException | RuntimeException e) {
            log.warn("Transactions wait, the sender tries again", e);
            return false;
        }
    }

    private void pause(int failures) {
        long millis = Math.min(settings.poll().toMillis() << Math.min(failures, 6), LONGEST_PAUSE.toMillis());
        if (failures > 0) millis += ThreadLocalRandom.current().nextLong(millis / 2 + 1);
        try {
            if (nudges.tryAcquire(Math.max(millis, settings.poll().toMillis()), TimeUnit.MILLISECONDS))
                nudges.drainPermits();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }
}
