package io.peerhost.sites.blob;

import io.peerhost.protocol.release.Hash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Bytes of one pack that are read at once for the blobs in them. */
record Stretch(UUID pack, long offset, int length, List<Located> blobs) {
    /** The most read at once. */
    static final int LONGEST = 4 * 1024 * 1024;
    /** Unwanted bytes read along rather than asking twice. */
    private static final int GAP = 64 * 1024;

    /** Blobs that rest in packs, in as few stretches as is sensible; large ones are left out. */
    static List<Stretch> over(Collection<Located> blobs) {
        Map<UUID, List<Located>> packs = new TreeMap<>();
        for (Located blob : blobs)
            if (blob.packed())
                packs.computeIfAbsent(blob.extents().getFirst().pack(), pack -> new ArrayList<>())
                        .add(blob);
        List<Stretch> stretches = new ArrayList<>();
        packs.forEach((pack, within) -> split(pack, within, stretches));
        return stretches;
    }

    private static void split(UUID pack, List<Located> within, List<Stretch> stretches) {
        within.sort(Comparator.comparingLong(Stretch::start));
        List<Located> run = new ArrayList<>();
        for (Located blob : within) {
            if (!run.isEmpty()
                    && (start(blob) - end(run.getLast()) > GAP || end(blob) - start(run.getFirst()) > LONGEST)) {
                stretches.add(of(pack, run));
                run = new ArrayList<>();
            }
            run.add(blob);
        }
        stretches.add(of(pack, run));
    }

    private static Stretch of(UUID pack, List<Located> run) {
        long start = start(run.getFirst());
        return new Stretch(pack, start, (int) (end(run.getLast()) - start), run);
    }

    List<Hash> hashes() {
        return blobs.stream().map(Located::hash).toList();
    }

    Map<Hash, byte[]> cut(byte[] bytes) {
        Map<Hash, byte[]> contents = new LinkedHashMap<>();
        for (Located blob : blobs) {
            int from = (int) (start(blob) - offset);
            contents.put(blob.hash(), Arrays.copyOfRange(bytes, from, from + (int) blob.size()));
        }
        return contents;
    }

    private static long start(Located blob) {
        return blob.extents().getFirst().packOffset();
    }

    private static long end(Located blob) {
        return start(blob) + blob.size();
    }
}
