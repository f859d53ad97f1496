package io.peerhost.edge.content;

import io.peerhost.edge.route.Replica;
import io.peerhost.edge.tunnel.PipeTarget;
import io.peerhost.edge.tunnel.TunnelRequest;
import io.peerhost.edge.tunnel.Tunnels;
import io.peerhost.protocol.release.Hash;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** A seller's content server, through the tunnel. */
public record ReplicaBlobs(Tunnels tunnels, Replica replica) implements BlobSource {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    @Override
    public InputStream open(Hash hash) throws IOException {
        PipeTarget target = new PipeTarget(replica.agent(), replica.lease(), replica.release());
        TunnelRequest request = new TunnelRequest(tunnels, target, "/blobs/" + hash, "content", PATIENCE, true);
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
