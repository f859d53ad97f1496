package io.peerhost.edge.witness;

import io.peerhost.edge.content.SiteContent;
import io.peerhost.edge.route.Replica;
import io.peerhost.edge.route.Routes.Serving;
import io.peerhost.edge.route.SiteRoute;
import io.peerhost.edge.tunnel.Patience;
import io.peerhost.edge.tunnel.PipeTarget;
import io.peerhost.edge.tunnel.TunnelRequest;
import io.peerhost.edge.tunnel.Tunnels;
import io.peerhost.protocol.release.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Duration;

/**
 * Asks a replica. One of a static site must be whole and give a blob chosen at random; of one in pods its web server must
 * answer: its site's own code is not run, for what that says is the renter's doing.
 */
public final class Probe {
    private static final Duration FOUR_SECONDS = Duration.ofSeconds(4);
    private static final Patience PATIENCE = new Patience(FOUR_SECONDS, FOUR_SECONDS);

    private final Tunnels tunnels;
    private final SiteContent content;
    private final String domain;

    public Probe(Tunnels tunnels, SiteContent content, String domain) {
        this.tunnels = tunnels;
        this.content = content;
        this.domain = domain;
    }

    /** Blocks. */
    public boolean up(Serving serving) {
        try {
            return serving.site().kind().needsPods() ? pod(serving) : whole(serving) && blob(serving);
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private boolean pod(Serving serving) throws IOException {
        SiteRoute site = serving.site();
        try (TunnelRequest request = ask(serving.replica(), "/.peerhost/alive", site.name() + "." + domain)) {
            return request.head().status() == 204;
        }
    }

    private boolean whole(Serving serving) throws IOException {
        try (TunnelRequest request = ask(serving.replica(), "/health", "content")) {
            return request.head().status() == 204;
        }
    }

    private boolean blob(Serving serving) throws IOException {
        Hash hash = content.anyBlob(serving.site(), serving.replica().release());
        try (TunnelRequest request = ask(serving.replica(), "/blobs/" + hash, "content")) {
            return request.head().status() == 200
                    && Hash.of(digest(request.body())).equals(hash);
        }
    }

    private static byte[] digest(InputStream in) throws IOException {
        MessageDigest digest = Hash.sha256();
        byte[] buffer = new byte[16 * 1024];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) digest.update(buffer, 0, read);
        return digest.digest();
    }

    private TunnelRequest ask(Replica replica, String path, String host) throws IOException {
        PipeTarget target = new PipeTarget(replica.agent(), replica.lease(), replica.release());
        return new TunnelRequest(tunnels, target, path, host, PATIENCE, false);
    }
}
