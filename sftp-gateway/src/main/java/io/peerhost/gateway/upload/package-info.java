/**
 * The way of bytes from a session to sites: an {@link io.peerhost.gateway.upload.Incoming} hashes and spools them while they
 * arrive, a {@link io.peerhost.gateway.upload.BlobSender} carries them on behind the session's back, and
 * {@link io.peerhost.gateway.upload.SitesClient} is what sites understands.
 */
package io.peerhost.gateway.upload;
