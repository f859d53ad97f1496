package io.peerhost.gateway.draft;

import io.peerhost.gateway.upload.SitesClient;
import io.peerhost.protocol.draft.DraftEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A draft as sites has it. */
record Listing(long revision, List<DraftEntry> entries) {
    /** No draft has this revision. */
    static final long NONE = -1;

    /** @return empty when the draft's revision is {@code known} */
    static Optional<Listing> read(SitesClient sites, UUID site, long known) throws IOException {
        List<DraftEntry> entries = new ArrayList<>();
        return sites.draft(site, known, entries::add).map(revision -> new Listing(revision, entries));
    }
}
