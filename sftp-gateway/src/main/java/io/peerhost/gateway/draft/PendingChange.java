package io.peerhost.gateway.draft;

import io.peerhost.gateway.upload.LocalBlob;
import io.peerhost.protocol.draft.DraftChange;
import java.util.concurrent.CompletableFuture;

/**
 * A change that sites does not have yet.
 *
 * @param number in the {@link io.peerhost.gateway.upload.Journal}
 * @param blob the content of a put; null for other changes
 * @param stored done when sites has the content
 */
record PendingChange(long number, DraftChange change, LocalBlob blob, CompletableFuture<Void> stored) {
    boolean isWanted() {
        return blob == null || !blob.isUnwanted();
    }

    /** It needs what earlier changes made. */
    boolean speaksOfOthers() {
        return change instanceof DraftChange.Move || change instanceof DraftChange.Touch;
    }

    void done() {
        if (blob != null) blob.discard();
    }
}
