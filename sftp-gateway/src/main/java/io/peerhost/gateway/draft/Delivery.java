package io.peerhost.gateway.draft;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerhost.gateway.upload.BlobSender;
import io.peerhost.gateway.upload.Journal;
import io.peerhost.gateway.upload.Refused;
import io.peerhost.gateway.upload.Retry;
import io.peerhost.gateway.upload.SitesClient;
import io.peerhost.protocol.draft.DraftChange;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Brings one batch of changes to sites, whatever happens to the connection or to blobs meanwhile. */
final class Delivery {
    static final Duration PATIENCE = Duration.ofDays(1);
    private static final int BLOBS_AGAIN = 3;

    private final UUID site;
    private final SitesClient sites;
    private final BlobSender blobs;
    private final Journal journal;
    private final LongConsumer applied;
    private final Consumer<String> leftOut;

    /** @param applied told the draft's new revision; @param leftOut told why a change was left out */
    Delivery(
            UUID site,
            SitesClient sites,
            BlobSender blobs,
            Journal journal,
            LongConsumer applied,
            Consumer<String> leftOut) {
        this.site = site;
        this.sites = sites;
        this.blobs = blobs;
        this.journal = journal;
        this.applied = applied;
        this.leftOut = leftOut;
    }

    /**
     * Each change, once its content is stored; those whose content is not are left out.
     *
     * @throws Refused when the site is over
     */
    void deliver(List<PendingChange> batch) throws IOException, InterruptedException {
        List<PendingChange> ready = new ArrayList<>(batch.size());
        for (PendingChange pending : batch)
            try {
                pending.stored().get();
                ready.add(pending);
            } catch (ExecutionException e) {
                leftOut.accept(e.getCause().getMessage());
            }
        if (!ready.isEmpty()) sendHalved(ready);
        journal.stored(batch.getLast().number());
    }

    /** Halves a batch that is refused, until the change that is refused is found and left out: the others are taken without it. */
    private void sendHalved(List<PendingChange> batch) throws IOException, InterruptedException {
        try {
            send(batch);
        } catch (Refused e) {
            if (e.isSiteOver()) throw e;
            if (batch.size() == 1) {
                leftOut.accept(e.getMessage());
            } else {
                sendHalved(batch.subList(0, batch.size() / 2));
                sendHalved(batch.subList(batch.size() / 2, batch.size()));
            }
        }
        journal.stored(batch.getLast().number());
    }

    private void send(List<PendingChange> batch) throws IOException, InterruptedException {
        for (int again = 0; ; again++) {
            List<PendingChange> wanted =
                    batch.stream().filter(PendingChange::isWanted).toList();
            if (wanted.isEmpty()) return;
            List<DraftChange> changes =
                    wanted.stream().map(PendingChange::change).toList();
            UUID key = UUID.randomUUID();
            journal.sending(key, wanted.stream().map(PendingChange::number).toList());
            try {
                applied.accept(Retry.until(PATIENCE, () -> change(changes, key)));
                return;
            } catch (Refused e) {
                Set<String> missing = missing(e);
                if (missing.isEmpty() || again == BLOBS_AGAIN) throw e;
                sendAgain(batch, missing);
            }
        }
    }

    private long change(List<DraftChange> changes, UUID key) throws IOException {
        try {
            return sites.change(site, changes, key);
        } catch (Refused e) {
            // It says nothing of the changes: sites has not heard of the site yet, or is another than it should be.
            if (e.is("not-found")) throw new IOException(e.getMessage(), e);
            throw e;
        }
    }

    private void sendAgain(List<PendingChange> batch, Set<String> missing) throws IOException, InterruptedException {
        for (PendingChange pending : batch)
            if (pending.blob() != null
                    && pending.isWanted()
                    && missing.contains(pending.blob().hash().hex())) {
                CompletableFuture<Void> sent = blobs.send(pending.blob());
                blobs.flush();
                try {
                    sent.get();
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof IOException why ? why : new IOException(e.getCause());
                }
            }
    }

    /** Hashes that sites does not have any more: collected between the question and the change. */
    private static Set<String> missing(Refused e) {
        Set<String> hashes = new HashSet<>();
        if (e.status() == 404) for (JsonNode hash : e.problem().path("hashes")) hashes.add(hash.asText());
        return hashes;
    }
}
