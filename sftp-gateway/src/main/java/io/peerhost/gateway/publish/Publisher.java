package io.peerhost.gateway.publish;

import io.peerhost.gateway.draft.Draft;
import io.peerhost.gateway.draft.Drafts;
import io.peerhost.gateway.draft.Visit;
import io.peerhost.gateway.upload.Retry;
import io.peerhost.gateway.upload.SitesClient;
import io.peerhost.gateway.upload.SitesClient.SiteFacts;
import io.peerhost.protocol.draft.Published;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when a draft becomes a release: when a session that changed it leaves by itself, when one stays open but idle, or
 * when somebody says so. A session whose connection breaks publishes nothing, and nothing is published while a file is
 * half written or another session is in the middle of its work.
 */
public final class Publisher {
    private static final Logger log = LoggerFactory.getLogger(Publisher.class);
    private static final Duration STORING = Duration.ofMinutes(10);
    private static final Duration PUBLISHING = Duration.ofMinutes(1);
    /** For another session's work when the site publishes none by itself. */
    private static final long BUSY_SECONDS = 5;

    private final SitesClient sites;
    private final Drafts drafts;
    /** Of the drafts in use: they go with them. */
    private final Map<Draft, ReentrantLock> turns = Collections.synchronizedMap(new WeakHashMap<>());

    public Publisher(SitesClient sites, Drafts drafts) {
        this.sites = sites;
        this.drafts = drafts;
    }

    /** A session leaves by itself. @return a sentence for each site it changed; blocks until they are published */
    public List<String> leave(List<Visit> visits) {
        List<String> sentences = new ArrayList<>();
        for (Visit visit : visits) if (visit.changed()) sentences.add(leave(visit));
        return sentences;
    }

    private String leave(Visit visit) {
        Draft draft = visit.draft();
        String site = draft.facts().name();
        if (visit.spoiled()) return site + ": not everything could be stored, so nothing is published.";
        if (drafts.visits(draft).stream().anyMatch(other -> other != visit && isBusy(other)))
            return site + ": another session is still sending files; they are published together when it is done.";
        try {
            return sentence(publish(draft), draft.facts());
        } catch (IOException e) {
            log.info("{} was not published: {}", site, e.getMessage());
            return site + ": not published. " + e.getMessage();
        }
    }

    /**
     * Publishes the draft once everything sent so far is stored.
     *
     * @throws IOException saying what to do, when it cannot be published
     */
    public Published publish(Draft draft) throws IOException {
        ReentrantLock turn = turns.computeIfAbsent(draft, site -> new ReentrantLock());
        turn.lock();
        try {
            long start = System.nanoTime();
            Instant began = draft.lastChange().now();
            refuseHalfWritten(draft);
            draft.settle(STORING);
            UUID key = UUID.randomUUID();
            Published published =
                    Retry.until(PUBLISHING, () -> sites.publish(draft.facts().id(), key));
            drafts.visits(draft).forEach(visit -> visit.published(start));
            draft.lastChange().published(began);
            log.info(
                    "{} release {}: {} files, {} changed",
                    draft.facts().name(),
                    published.release().release(),
                    published.release().files(),
                    published.release().changed());
            return published;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while publishing", e);
        } finally {
            turn.unlock();
        }
    }

    /** To be called now and then: publishes what idle sessions have changed. */
    public void tick() {
        for (Visit visit : drafts.visits()) {
            int idle = visit.draft().facts().publishAfterIdleSeconds();
            if (idle <= 0 || !visit.changed() || visit.spoiled()) continue;
            if (visit.openFiles() > 0
                    || visit.idleNanos() < Duration.ofSeconds(idle).toNanos()) continue;
            if (drafts.visits(visit.draft()).stream().anyMatch(this::isBusy) || !visit.tryOnce()) continue;
            Thread.ofVirtual().name("idle-publish").start(() -> publishIdle(visit));
        }
    }

    private void publishIdle(Visit visit) {
        Draft draft = visit.draft();
        try {
            if (!visit.allowed()) throw new IOException("The key of the session that changed it was removed");
            publish(draft);
        } catch (IOException e) {
            log.info("{} was not published: {}", draft.facts().name(), e.getMessage());
        }
    }

    private boolean isBusy(Visit visit) {
        if (visit.openFiles() > 0) return true;
        int idle = visit.draft().facts().publishAfterIdleSeconds();
        Duration quiet = Duration.ofSeconds(idle > 0 ? idle : BUSY_SECONDS);
        return visit.changed() && visit.idleNanos() < quiet.toNanos();
    }

    private static void refuseHalfWritten(Draft draft) throws IOException {
        List<String> half = draft.cutOff();
        if (half.isEmpty()) return;
        throw new IOException("A broken connection left " + half.getFirst()
                + Optional.of(half.size() - 1)
                        .filter(more -> more > 0)
                        .map(more -> " and " + more + " more")
                        .orElse("")
                + " half sent: send it again (reput), or remove it (rm "
                + draft.facts().name() + "/" + half.getFirst() + ").");
    }

    /** Visitors of a site that needs pods get its release a while later. */
    public static String sentence(Published published, SiteFacts facts) {
        String site = facts.name();
        int number = published.release().release();
        if (!published.fresh()) return site + ": nothing has changed, release " + number + " stays. " + published.url();
        return site + ": release " + number + " is live"
                + (facts.kind().needsPods() ? " as soon as its machines have started it, " : ", ")
                + files(published.release().files()) + ", "
                + published.release().changed() + " changed. " + published.url();
    }

    /** As people say it: {@code 1 file}, {@code 2 files}. */
    public static String files(long count) {
        return count == 1 ? "1 file" : count + " files";
    }
}
