package io.peerhost.gateway.upload;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A blob that is too large for a pack: sent in pieces, going on where sites says it stands after a failure. */
final class LargeUpload {
    private static final int PIECE = (int) Math.clamp(Runtime.getRuntime().maxMemory() / 24, 1 << 20, 8L << 20);
    private static final int TIMES = 3;

    private final SitesClient sites;

    LargeUpload(SitesClient sites) {
        this.sites = sites;
    }

    void send(LocalBlob blob, Duration patience) throws IOException, InterruptedException {
        if (blob.isUnwanted()) return;
        if (Retry.until(patience, () -> sites.missing(List.of(blob.hash()))).isEmpty()) return;
        for (int again = 0; ; again++) {
            try {
                sendOnce(blob, patience);
                return;
            } catch (Refused e) {
                if (!isLost(e) || again == TIMES) throw e;
            }
        }
    }

    /** Sites does not know the upload any more, or has other bytes of it than we sent. */
    private static boolean isLost(Refused e) {
        return e.status() == 404 || e.status() == 409;
    }

    private void sendOnce(LocalBlob blob, Duration patience) throws IOException, InterruptedException {
        String upload = Retry.until(patience, () -> sites.startUpload(blob.size()));
        Progress progress = new Progress();
        while (progress.offset < blob.size() && !blob.isUnwanted())
            Retry.until(patience, () -> {
                if (progress.unsure) progress.at(sites.uploaded(upload));
                if (progress.offset >= blob.size() || blob.isUnwanted()) return null;
                progress.unsure = true;
                int count = blob.read(progress.offset, progress.piece, 0, PIECE);
                progress.at(sites.upload(upload, progress.offset, progress.piece, count));
                return null;
            });
        if (blob.isUnwanted()) return;
        Retry.until(patience, () -> {
            sites.finishUpload(upload, blob.hash());
            return null;
        });
    }

    private static final class Progress {
        private final byte[] piece = new byte[PIECE];
        private long offset;
        private boolean unsure;

        void at(long reached) {
            offset = reached;
            unsure = false;
        }
    }
}
