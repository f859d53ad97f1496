package io.peerhost.sites.blob;

import io.peerhost.protocol.release.Hash;
import java.util.List;

/** Where a blob's bytes are, in their order. */
public record Located(Hash hash, long size, List<Extent> extents) {
    /** Whether it rests whole in one pack. */
    public boolean packed() {
        return extents.size() == 1 && size <= Pack.LARGEST;
    }
}
