package io.peerhost.chain.transaction;

import io.peerhost.chain.call.Call;
import io.peerhost.chain.node.ChainException;
import io.peerhost.chain.node.Fees;
import io.peerhost.chain.node.Node;
import io.peerhost.chain.node.Receipt;
import io.peerhost.chain.node.RevertedException;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.SigningKey;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One look at everything a sender has open: what the chain took back is opened again, what is mined is recorded, what is
 * stuck is mended, what waits is sent. All it knows is in the database; a signed transaction is stored before the node
 * sees it, so that its receipt is found whatever happened in between.
 */
final class Round {
    private static final Logger log = LoggerFactory.getLogger(Round.class);
    private static final long PLAIN_TRANSFER = 21_000;
    /** A storage word that is written for the first time after all. */
    private static final long SPARE_GAS = 25_000;

    private static final int MOST_TRIES = 3;
    private final Database database;
    private final Node node;
    private final SigningKey key;
    private final long chainId;
    private final Orders orders;
    private final SenderSettings settings;
    private final TransactionListener listener;
    private final Clock clock;
    private final Map<Long, Instant> handedOver = new HashMap<>();
    private final Map<Long, Instant> unheard = new HashMap<>();
    private Instant watched = Instant.EPOCH;

    Round(
            Database database,
            Node node,
            SigningKey key,
            long chainId,
            SenderSettings settings,
            TransactionListener listener,
            Clock clock) {
        this.database = database;
        this.node = node;
        this.key = key;
        this.chainId = chainId;
        this.orders = new Orders(key.address());
        this.settings = settings;
        this.listener = listener;
        this.clock = clock;
    }

    void run() throws SQLException {
        if (database.read(orders::open) == 0 && !isTimeToWatch()) return;
        long head = node.head();
        reopenTakenBack(head);
        settleSent(head);
        fillGap();
        sendQueued();
    }

    /** With nothing open, only what the chain might take back is looked after, and that more seldom. */
    private boolean isTimeToWatch() {
        Instant now = clock.instant();
        if (now.isBefore(watched.plus(settings.repeatAfter()))) return false;
        watched = now;
        return true;
    }

    private void reopenTakenBack(long head) throws SQLException {
        List<Orders.Placed> placed = database.read(c -> orders.placedAbove(c, head - settings.watchedBlocks()));
        for (Orders.Placed each : placed) {
            if (node.blockHash(each.block()).filter(each.blockHash()::equals).isPresent()) return;
            log.warn("The chain took block {} back, its transactions are sent again", each.block());
            database.write(c -> orders.reopen(c, each.id()));
        }
    }

    private void settleSent(long head) throws SQLException {
        List<Order> sent = database.read(orders::sent);
        if (sent.isEmpty()) return;
        // Asked before the receipts: a nonce used by then without a receipt of ours went to somebody else's
        // transaction.
        long used = node.transactions(key.address(), Math.max(0, head - settings.confirmations() + 1));
        for (Order order : sent) {
            Optional<Receipt> receipt = receipt(order);
            if (receipt.isEmpty() && order.nonce() < used) requeue(order, "was used by another one");
            else if (receipt.isEmpty()) mend(order);
            else if (head - receipt.get().block() + 1 >= settings.confirmations()) finish(order, receipt.get());
        }
    }

    private Optional<Receipt> receipt(Order order) {
        return order.attempts().reversed().stream()
                .flatMap(attempt -> node.receipt(attempt.signed().hash()).stream())
                .findFirst();
    }

    private void requeue(Order order, String why) throws SQLException {
        log.warn("Nonce {} of transaction {} {}, it is sent with a new one", order.nonce(), order.key(), why);
        database.write(c -> orders.requeue(c, order.id()));
        handedOver.remove(order.id());
    }

    /** Hands it to the node again when that was a while ago (or in another life of this process), for more when it is stuck. */
    private void mend(Order order) throws SQLException {
        Instant now = clock.instant();
        if (order.last().sentAt().plus(settings.raiseAfter()).isBefore(now) && raise(order)) return;
        Instant handed = handedOver.getOrDefault(order.id(), Instant.MIN);
        if (handed.isBefore(now.minus(settings.repeatAfter()))) handOver(order.id(), order.key(), order.last());
    }

    private boolean raise(Order order) throws SQLException {
        Fees fees = node.fees().raisedFrom(order.last().fees());
        if (fees.highest().compareTo(settings.highestFee()) > 0) return false;
        log.info("Transaction {} is stuck, its fees are raised", order.key());
        Attempt attempt = sign(order.call(), order.nonce(), order.gasLimit(), fees);
        database.write(c -> orders.attempt(c, order.id(), attempt));
        handOver(order.id(), order.key(), attempt);
        return true;
    }

    private void finish(Order order, Receipt receipt) throws SQLException {
        // What it needs may have grown since it was judged: that is no answer of the contract.
        if (!receipt.succeeded() && receipt.gasUsed() >= order.gasLimit() && order.tries() < MOST_TRIES) {
            requeue(order, "ran out of gas");
            return;
        }
        String reason = receipt.succeeded() ? null : reason(order, receipt);
        TransactionStatus status = receipt.succeeded()
                ? new TransactionStatus.Mined(receipt.hash(), receipt.block(), receipt.gasUsed())
                : new TransactionStatus.Reverted(reason, Optional.of(receipt.hash()));
        end(order, status, c -> orders.finish(c, order.id(), receipt, reason, now()));
    }

    private String reason(Order order, Receipt receipt) {
        if (receipt.gasUsed() >= order.gasLimit()) return "out of gas";
        return reasonAt(order.call(), Math.max(0, receipt.block() - 1))
                .or(() -> reasonAt(order.call(), receipt.block()))
                .orElse("reverted");
    }

    private Optional<String> reasonAt(Call call, long block) {
        try {
            node.call(key.address(), call.to(), call.data(), block);
            return Optional.empty();
        } catch (RevertedException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** Somebody else's transaction of this key was lost and left a hole below ours: an empty transfer to oneself fills it. */
    private void fillGap() throws SQLException {
        List<Order> sent = database.read(orders::sent);
        if (sent.isEmpty()) return;
        Address self = key.address();
        long next = node.pendingTransactions(self);
        long lowest = sent.getFirst().nonce();
        if (next >= lowest) return;
        if (lowest - next > settings.inFlight())
            throw new ChainException("The chain knows " + next + " transactions of " + self + ", the next one here is "
                    + lowest + ": is this the chain this database belongs to?");
        Call nothing = new Call(self, new byte[0]);
        String name = Order.GAP + next + ":" + UUID.randomUUID();
        Attempt attempt = sign(nothing, next, PLAIN_TRANSFER, node.fees());
        long id = database.answer(c -> {
            long added = orders.addGap(c, name, nothing);
            orders.sent(c, added, next, PLAIN_TRANSFER);
            orders.attempt(c, added, attempt);
            return added;
        });
        handOver(id, name, attempt);
    }

    private void sendQueued() throws SQLException {
        List<Order> sent = database.read(orders::sent);
        List<Order> queued = database.read(c -> orders.queued(c, Math.max(0, settings.inFlight() - sent.size())));
        if (queued.isEmpty()) return;
        long nonce = Math.max(sent.isEmpty() ? 0 : sent.getLast().nonce() + 1, node.transactions(key.address()));
        boolean flying = !sent.isEmpty();
        for (Order order : queued) {
            Call call = order.call();
            try {
                send(order, nonce, node.estimateGas(key.address(), call.to(), call.data()));
                nonce++;
                flying = true;
            } catch (RevertedException e) {
                // It may stand on one that is still on its way: it is judged when nothing is before it any more.
                if (flying) return;
                TransactionStatus status = new TransactionStatus.Reverted(e.getMessage(), Optional.empty());
                end(order, status, c -> orders.refuse(c, order.id(), e.getMessage(), now()));
            }
        }
    }

    private void send(Order order, long nonce, long estimate) throws SQLException {
        long gasLimit = estimate + estimate / 4 + SPARE_GAS;
        Attempt attempt = sign(order.call(), nonce, gasLimit, node.fees());
        database.write(c -> {
            orders.sent(c, order.id(), nonce, gasLimit);
            orders.attempt(c, order.id(), attempt);
        });
        handOver(order.id(), order.key(), attempt);
    }

    private Attempt sign(Call call, long nonce, long gasLimit, Fees fees) {
        SignedTransaction signed = SignedTransaction.sign(key, chainId, nonce, gasLimit, call, fees);
        return new Attempt(signed, fees, clock.instant());
    }

    private void handOver(long id, String name, Attempt attempt) {
        handedOver.put(id, clock.instant());
        try {
            node.send(attempt.signed().raw());
        } catch (ChainException e) {
            // Known already, or mined meanwhile, or refused: the next rounds see which and mend it.
            log.debug("The node did not take transaction {}: {}", name, e.getMessage());
        }
    }

    /** Records an end and tells it. A listener in trouble is asked again later; nobody else waits for it. */
    private void end(Order order, TransactionStatus status, Database.Work recording) {
        Instant now = clock.instant();
        if (unheard.getOrDefault(order.id(), Instant.MIN).isAfter(now.minus(settings.repeatAfter()))) return;
        try {
            database.write(c -> {
                recording.on(c);
                if (!order.isOurs()) listener.ended(c, order.key(), status);
            });
            log.info("Transaction {} is final: {}", order.key(), status);
            handedOver.remove(order.id());
            unheard.remove(order.id());
        } catch (SQLException | RuntimeException e) {
            log.warn("The end of transaction {} could not be recorded, it is tried again", order.key(), e);
            unheard.put(order.id(), now);
        }
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
