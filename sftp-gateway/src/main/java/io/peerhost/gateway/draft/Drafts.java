package io.peerhost.gateway.draft;

import io.peerhost.gateway.upload.BlobSender;
import io.peerhost.gateway.upload.Journal;
import io.peerhost.gateway.upload.Journals;
import io.peerhost.gateway.upload.Refused;
import io.peerhost.gateway.upload.SitesClient;
import io.peerhost.gateway.upload.Spool;
import io.peerhost.protocol.draft.DraftProgress;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The drafts in use on this gateway, each shared by the sessions that visit its site and let go when nobody does, nothing
 * waits to be stored, and no half-written file waits for its rest (a day at most).
 */
public final class Drafts implements AutoCloseable {
    private static final long RECOVERED_EVERY = Duration.ofSeconds(30).toNanos();
    private static final long STORED_AT_THE_END = Duration.ofSeconds(8).toNanos();

    private static final Logger log = LoggerFactory.getLogger(Drafts.class);

    private final SitesClient sites;
    private final BlobSender blobs;
    private final Spool spool;
    private final Clock clock;
    private final Loading loading;
    private final Map<UUID, Held> held = new HashMap<>();
    /** How those were that were let go since somebody asked. */
    private final Map<UUID, DraftProgress> letGo = new HashMap<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicBoolean recovering = new AtomicBoolean();
    private volatile long recoveredAt = System.nanoTime() - RECOVERED_EVERY;

    /** @param mostEntries files and folders of all drafts in use: when there are so many no other draft is read */
    public Drafts(SitesClient sites, BlobSender blobs, Spool spool, Clock clock, int mostEntries) {
        this.loading = new Loading(mostEntries);
        this.sites = sites;
        this.blobs = blobs;
        this.spool = spool;
        this.clock = clock;
    }

    /** A session comes to a site. @throws IOException when its draft cannot be read */
    public Visit enter(UUID site) throws IOException {
        return enter(site, () -> true);
    }

    /** @param allowed whether who enters may still publish when nobody is there to say so */
    public Visit enter(UUID site, BooleanSupplier allowed) throws IOException {
        Held entry = use(site);
        try {
            Visit visit = new Visit(draft(site, entry), allowed);
            lock.lock();
            try {
                entry.visits.add(visit);
            } finally {
                lock.unlock();
            }
            return visit;
        } catch (IOException | RuntimeException e) {
            unuse(entry, null);
            throw e;
        }
    }

    /** It leaves; its visit is not used any more. */
    public void leave(Visit visit) {
        lock.lock();
        try {
            Held entry = held.get(visit.draft().facts().id());
            if (entry != null) unuse(entry, visit);
        } finally {
            lock.unlock();
        }
    }

    /** Everybody who is at the site of {@code draft} now. */
    public List<Visit> visits(Draft draft) {
        lock.lock();
        try {
            Held entry = held.get(draft.facts().id());
            return entry == null ? List.of() : List.copyOf(entry.visits);
        } finally {
            lock.unlock();
        }
    }

    public List<Visit> visits() {
        lock.lock();
        try {
            return held.values().stream()
                    .flatMap(entry -> entry.visits.stream())
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** What a site holds. Its draft is not read for that. */
    public Space space(UUID site) throws IOException {
        for (Draft draft : inUse())
            if (draft.facts().id().equals(site))
                return new Space(draft.facts().name(), draft.facts().quotaBytes(), draft.used());
        SitesClient.SiteFacts facts = sites.site(site);
        return new Space(facts.name(), facts.quotaBytes(), facts.draftBytes());
    }

    /** Changes of all drafts that sites does not have yet. */
    public int waiting() {
        return inUse().stream().mapToInt(Draft::waiting).sum();
    }

    /** How far each is; those that were let go since the last call come once more. */
    public Map<UUID, DraftProgress> progress() {
        lock.lock();
        try {
            Map<UUID, DraftProgress> progress = new HashMap<>(letGo);
            letGo.clear();
            held.forEach((site, entry) -> {
                if (entry.draft != null) progress.put(site, entry.progress());
            });
            return progress;
        } finally {
            lock.unlock();
        }
    }

    /** Sees to it that open sessions see what others change; to be called now and then. */
    public void watch() {
        lock.lock();
        try {
            for (Held entry : held.values())
                if (entry.isDue()) {
                    entry.refreshedAt = System.nanoTime();
                    Thread.ofVirtual().name("refresh").start(entry::refresh);
                }
        } finally {
            lock.unlock();
        }
    }

    /** Brings to sites what a gateway before this one was told; to be called now and then. */
    public void recover() {
        if (System.nanoTime() - recoveredAt < RECOVERED_EVERY || !recovering.compareAndSet(false, true)) return;
        Thread.ofVirtual().name("recovery").start(() -> {
            try {
                spool.journals().left().forEach(this::recover);
            } finally {
                recoveredAt = System.nanoTime();
                recovering.set(false);
            }
        });
    }

    private void recover(UUID site) {
        Journals journals = spool.journals();
        try {
            leave(enter(site));
        } catch (IOException | RuntimeException e) {
            boolean isGone = e instanceof Refused refused && refused.isSiteOver();
            if (!isGone && !journals.isOver(site)) return;
            log.warn("Changes of site {}, which a gateway that ended was told, are given up: {}", site, e.getMessage());
            journals.drop(site);
        }
    }

    /** Lets go of drafts that nobody needs; to be called now and then. */
    public void sweep() {
        spool.expire();
        lock.lock();
        try {
            Collection<Held> unused =
                    held.values().stream().filter(Held::isDone).toList();
            for (Held entry : unused) {
                letGo.put(entry.draft.facts().id(), entry.progress());
                entry.draft.discard();
            }
            held.values().removeAll(unused);
            held.values().removeIf(entry -> entry.users == 0 && entry.draft == null);
        } finally {
            lock.unlock();
        }
    }

    /** Gives what waits a moment to be stored. */
    @Override
    public void close() {
        long until = System.nanoTime() + STORED_AT_THE_END;
        for (Draft draft : inUse())
            try {
                draft.settle(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
            } catch (IOException e) {
                log.warn(
                        "{} changes of {} are not stored: {}",
                        draft.waiting(),
                        draft.facts().name(),
                        e.getMessage());
            }
        closeAll();
    }

    private List<Draft> inUse() {
        lock.lock();
        try {
            return held.values().stream()
                    .map(entry -> entry.draft)
                    .filter(Objects::nonNull)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    private void closeAll() {
        lock.lock();
        try {
            held.values().stream().filter(entry -> entry.draft != null).forEach(entry -> entry.draft.close());
            held.clear();
        } finally {
            lock.unlock();
        }
    }

    private int entries() {
        return inUse().stream().mapToInt(Draft::entries).sum();
    }

    private Held use(UUID site) {
        lock.lock();
        try {
            sweep();
            Held entry = held.computeIfAbsent(site, id -> new Held());
            entry.users++;
            return entry;
        } finally {
            lock.unlock();
        }
    }

    private void unuse(Held entry, Visit visit) {
        lock.lock();
        try {
            entry.visits.remove(visit);
            entry.users--;
            entry.leftAt = System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    private Draft load(UUID site) throws IOException {
        Journal journal = spool.journals().open(site);
        try {
            return new Draft(sites.site(site), sites, blobs, spool, journal, clock);
        } catch (IOException | RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    private Draft draft(UUID site, Held entry) throws IOException {
        long asked = System.nanoTime();
        entry.loading.lock();
        try {
            if (entry.draft != null) {
                // Unless another session, waiting in front of this one, has just done it.
                if (entry.refreshedAt - asked <= 0) entry.refresh();
            } else {
                entry.draft = loading.read(this::entries, () -> load(site));
            }
            return entry.draft;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while reading the draft", e);
        } finally {
            entry.loading.unlock();
        }
    }
}
