package io.peerhost.edge.content;

import io.peerhost.edge.route.Replica;
import io.peerhost.edge.tunnel.Patience;
import io.peerhost.edge.tunnel.PipeTarget;
import io.peerhost.edge.tunnel.TunnelRequest;
import io.peerhost.edge.tunnel.Tunnels;
import io.peerhost.protocol.release.Hash;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * A seller's content server, through the tunnel.
 *
 * @param room of its agent
 */
public record ReplicaBlobs(Tunnels tunnels, Replica replica, Semaphore room) implements BlobSource {
    private static final Duration PIECE = Duration.ofSeconds(3);

    @Override
    public InputStream open(Hash hash, long size) throws IOException {
        PipeTarget target = new PipeTarget(replica.agent(), replica.lease(), replica.release());
        Duration whole = BlobSource.patience(PIECE, size);
        TunnelRequest request =
                new TunnelRequest(tunnels, target, "/blobs/" + hash, "content", new Patience(PIECE, whole), true);
        if (request.head().status() != 200) {
            request.close();
            throw new IOException("It answered " + request.head().status());
        }
        return new FilterInputStream(request.body()) {
            @Override
            public void close() {
                request.close();
            }
        };
    }

    @Override
    public String toString() {
        return "replica " + replica.lease();
    }
}
