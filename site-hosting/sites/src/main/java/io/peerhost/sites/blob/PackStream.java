package io.peerhost.sites.blob;

import io.peerhost.protocol.release.Hash;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Many small blobs as one pack, stretch by stretch: never more than one stretch in memory. */
@ApplicationScoped
public class PackStream {
    private final Blobs blobs;
    private final BodyBudget budget;

    PackStream(Blobs blobs, BodyBudget budget) {
        this.blobs = blobs;
        this.budget = budget;
    }

    /** Blobs above 4 MiB are left out. The first stretch is read at once, so that its failure is an answer. */
    public StreamingOutput of(Collection<Hash> hashes) {
        List<Located> small = blobs.locate(hashes).values().stream()
                .filter(blob -> blob.size() <= Pack.LARGEST_BLOB)
                .toList();
        Iterator<Stretch> stretches = Stretch.over(small).iterator();
        Map<Hash, byte[]> first = stretches.hasNext() ? read(stretches.next()) : Map.of();
        return out -> {
            for (Map<Hash, byte[]> contents = first; ; contents = read(stretches.next())) {
                for (Map.Entry<Hash, byte[]> one : contents.entrySet())
                    Pack.write(out, one.getKey(), one.getValue(), 0, one.getValue().length);
                if (!stretches.hasNext()) return;
            }
        };
    }

    private Map<Hash, byte[]> read(Stretch stretch) {
        return budget.with(2L * stretch.length(), () -> {
            Map<Hash, byte[]> contents = new HashMap<>();
            blobs.read(stretch, contents);
            return contents;
        });
    }
}
