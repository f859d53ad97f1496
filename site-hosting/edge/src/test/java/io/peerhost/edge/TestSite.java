package io.peerhost.edge;

import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.lease.LeaseEvent;
import io.peerhost.protocol.lease.LeaseStage;
import io.peerhost.protocol.lease.Prices;
import io.peerhost.protocol.lease.Resources;
import io.peerhost.protocol.lease.Site;
import io.peerhost.protocol.lease.SiteKind;
import io.peerhost.protocol.release.Folder;
import io.peerhost.protocol.release.Hash;
import io.peerhost.protocol.release.PageRules;
import io.peerhost.protocol.release.ReleaseEvent;
import io.peerhost.protocol.replica.ReplicaEvent;
import io.peerhost.protocol.replica.ReplicaState;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** A site of a test: makes releases out of files, and the events that services would send about it. */
final class TestSite {
    static final long MODIFIED = 1_700_000_000;

    final Site site;
    private final AtomicLong counter = new AtomicLong();

    TestSite(String name, SiteKind kind) {
        site = Site.of(UUID.randomUUID(), name, UUID.randomUUID(), "alice", kind);
    }

    String host() {
        return site.name() + ".localhost";
    }

    /** A release: its root and every blob of it. */
    record Release(Hash root, Map<Hash, byte[]> blobs, long bytes) {}

    static Release release(Map<String, byte[]> files) {
        Map<Hash, byte[]> blobs = new HashMap<>();
        return new Release(folder("", new TreeMap<>(files), blobs), blobs, 0);
    }

    static Map<String, byte[]> text(String... pathsAndTexts) {
        Map<String, byte[]> files = new HashMap<>();
        for (int i = 0; i < pathsAndTexts.length; i += 2)
            files.put(pathsAndTexts[i], pathsAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
        return files;
    }

    private static Hash folder(String prefix, TreeMap<String, byte[]> files, Map<Hash, byte[]> blobs) {
        Map<String, Folder.Entry> entries = new HashMap<>();
        files.forEach((path, bytes) -> {
            if (!path.startsWith(prefix)) return;
            String rest = path.substring(prefix.length());
            int slash = rest.indexOf('/');
            String name = slash < 0 ? rest : rest.substring(0, slash);
            if (slash < 0) {
                Hash hash = Hash.ofContent(bytes);
                blobs.put(hash, bytes);
                entries.put(name, new Folder.Entry(name, Folder.Type.FILE, hash, bytes.length, MODIFIED));
            } else if (!entries.containsKey(name)) {
                Hash hash = folder(prefix + name + "/", files, blobs);
                entries.put(name, new Folder.Entry(name, Folder.Type.FOLDER, hash, 0, 0));
            }
        });
        byte[] encoded = new Folder(new ArrayList<>(entries.values())).encode();
        Hash hash = Hash.ofContent(encoded);
        blobs.put(hash, encoded);
        return hash;
    }

    LeaseEvent lease(Bytes32 lease, int replica, Address agent, LeaseStage stage) {
        return new LeaseEvent(
                UUID.randomUUID(),
                counter.incrementAndGet(),
                lease,
                site,
                replica,
                agent,
                UUID.randomUUID(),
                Address.ZERO,
                Address.ZERO,
                new Resources(100, 64, 64),
                new Prices(BigInteger.ONE, BigInteger.ONE, BigInteger.ONE, BigInteger.ONE),
                BigInteger.TEN,
                "eu",
                stage,
                null,
                Instant.now());
    }

    ReleaseEvent published(Hash root) {
        return published(root, PageRules.USUAL);
    }

    ReleaseEvent published(Hash root, PageRules pages) {
        long move = counter.incrementAndGet();
        return new ReleaseEvent(
                UUID.randomUUID(),
                site.id(),
                site.name(),
                site.kind(),
                move,
                (int) move,
                root,
                1,
                1,
                List.of(host()),
                pages,
                Instant.ofEpochSecond(MODIFIED));
    }

    ReplicaEvent replica(Bytes32 lease, Address agent, ReplicaState state, Hash release) {
        return new ReplicaEvent(
                UUID.randomUUID(),
                lease,
                site.id(),
                agent,
                counter.incrementAndGet(),
                state,
                release,
                null,
                Instant.now());
    }
}
