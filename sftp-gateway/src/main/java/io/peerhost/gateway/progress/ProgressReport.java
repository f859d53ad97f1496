package io.peerhost.gateway.progress;

import io.peerhost.gateway.draft.Drafts;
import io.peerhost.gateway.upload.ServiceClient;
import io.peerhost.gateway.upload.ServiceClient.Call;
import io.peerhost.protocol.draft.DraftProgress;
import io.peerhost.protocol.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the marketplace how far drafts are while somebody works at them: once a second what is new, all in one request, and
 * now and then that a session is still open. What could not be told is told the next time, as it is then.
 */
public final class ProgressReport {
    private static final Logger log = LoggerFactory.getLogger(ProgressReport.class);
    private static final long EVERY = Duration.ofSeconds(1).toNanos();
    private static final long OPEN_EVERY = Duration.ofSeconds(10).toNanos();

    private final Drafts drafts;
    private final ServiceClient marketplace;
    private final Map<UUID, DraftProgress> now = new ConcurrentHashMap<>();
    private final Map<UUID, DraftProgress> told = new HashMap<>();
    private final AtomicBoolean telling = new AtomicBoolean();
    private volatile long toldAt = System.nanoTime() - EVERY;
    private long allToldAt = System.nanoTime();

    public ProgressReport(Drafts drafts, ServiceClient marketplace) {
        this.drafts = drafts;
        this.marketplace = marketplace;
    }

    /** To be called now and then, by one thread. */
    public void tick() {
        Map<UUID, DraftProgress> seen = drafts.progress();
        now.putAll(seen);
        if (System.nanoTime() - toldAt < EVERY || !telling.compareAndSet(false, true)) return;
        Thread.ofVirtual().name("progress").start(() -> {
            try {
                tell();
                forget(seen);
            } catch (IOException e) {
                log.debug("The marketplace was not told how far drafts are: {}", e.getMessage());
            } finally {
                toldAt = System.nanoTime();
                telling.set(false);
            }
        });
    }

    private void tell() throws IOException {
        boolean all = System.nanoTime() - allToldAt > OPEN_EVERY;
        List<DraftProgress> news = now.values().stream()
                .filter(one -> isNew(one) || all && one.sessions() > 0)
                .limit(DraftProgress.MOST)
                .toList();
        if (!news.isEmpty()) marketplace.send(Call.post("/internal/drafts", Json.bytes(news)));
        news.forEach(one -> told.put(one.site(), one));
        if (all) allToldAt = System.nanoTime();
    }

    /** A draft that was only read here is no news. */
    private boolean isNew(DraftProgress one) {
        DraftProgress before = told.get(one.site());
        return before == null ? one.sessions() > 0 || one.changedAt() != null : !one.equals(before);
    }

    /** Those that are not held any more and of which all is told. */
    private void forget(Map<UUID, DraftProgress> seen) {
        now.values().removeIf(one -> one.sessions() == 0 && !isNew(one) && !seen.containsKey(one.site()));
        told.keySet().retainAll(now.keySet());
    }
}
