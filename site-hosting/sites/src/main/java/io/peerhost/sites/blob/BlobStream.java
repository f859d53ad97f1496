package io.peerhost.sites.blob;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Iterator;

/** Bytes of a blob from the store, extent after extent; the first is opened at once, so that its failure is an answer. */
final class BlobStream {
    private final ObjectStore store;
    private final ByteRange range;
    private final Iterator<Extent> extents;
    private InputStream first;

    BlobStream(ObjectStore store, Located blob, ByteRange range) throws FileNotFoundException {
        this.store = store;
        this.range = range;
        this.extents = blob.extents().stream()
                .filter(e -> e.blobOffset() < range.to() && e.blobOffset() + e.size() > range.from())
                .iterator();
        if (extents.hasNext()) first = open(extents.next());
    }

    private InputStream open(Extent extent) throws FileNotFoundException {
        long from = Math.max(0, range.from() - extent.blobOffset());
        long to = Math.min(extent.size(), range.to() - extent.blobOffset());
        return store.open(extent.pack(), extent.packOffset() + from, to - from);
    }

    void writeTo(OutputStream out) throws IOException {
        if (first == null) return;
        try (InputStream in = first) {
            in.transferTo(out);
        }
        while (extents.hasNext())
            try (InputStream in = open(extents.next())) {
                in.transferTo(out);
            }
    }
}
