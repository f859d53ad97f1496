package io.peerhost.gateway.upload;

import java.util.UUID;

/**
 * What a file of the spool is, written beside it so that a gateway that starts again knows.
 *
 * @param path within the site's draft
 * @param modified of the file, seconds since the epoch, UTC
 * @param since when it was begun or finished here, seconds since the epoch, UTC
 * @param whole whether the client had sent all of it: then only sites does not have it yet
 */
public record Note(UUID site, String path, long modified, long since, boolean whole) {
    Note finished() {
        return new Note(site, path, modified, since, true);
    }

    Note at(String elsewhere) {
        return new Note(site, elsewhere, modified, since, whole);
    }
}
