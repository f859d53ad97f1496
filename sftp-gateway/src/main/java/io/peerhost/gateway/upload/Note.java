package io.peerhost.gateway.upload;

import java.util.UUID;

/**
 * What a half-sent file of the spool is, written beside it so that a gateway that starts again knows.
 *
 * @param path within the site's draft
 * @param modified of the file, seconds since the epoch, UTC
 * @param since when it was begun here, seconds since the epoch, UTC
 */
public record Note(UUID site, String path, long modified, long since) {}
