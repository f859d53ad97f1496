package io.peerhost.edge;

import io.peerhost.agent.tunnel.ContentSource;
import io.peerhost.agent.tunnel.TunnelClient;
import io.peerhost.agent.tunnel.TunnelTargets;
import io.peerhost.protocol.agent.Message.EdgeAddress;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.SigningKey;
import io.peerhost.protocol.release.Hash;
import java.io.Closeable;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** A seller's agent as far as the tunnel goes: the real client over content and pods of the test. */
final class TestSeller implements TunnelTargets, ContentSource, Closeable {
    final SigningKey key = SigningKey.generate(new SecureRandom());
    final Bytes32 lease = Bytes32.random(new SecureRandom());
    final Map<Hash, byte[]> blobs = new ConcurrentHashMap<>();
    final Map<Hash, InetSocketAddress> pods = new ConcurrentHashMap<>();
    final AtomicInteger asked = new AtomicInteger();
    final LongAdder egress = new LongAdder();
    private TunnelClient client;

    Address agent() {
        return key.address();
    }

    TestSeller dial(Edge edge) {
        return dial(new EdgeAddress("127.0.0.1:" + edge.tunnelPort(), edge.certificate()));
    }

    TestSeller dial(EdgeAddress address) {
        client = new TunnelClient(key, address, this, this, (_, bytes) -> egress.add(bytes));
        client.start();
        return this;
    }

    @Override
    public Optional<Target> target(Bytes32 asked, Hash release) {
        if (!asked.equals(lease)) return Optional.empty();
        InetSocketAddress pod = pods.get(release);
        if (pod != null) return Optional.of(new Target.Tcp(pod));
        return blobs.containsKey(release) ? Optional.of(new Target.Content(release)) : Optional.empty();
    }

    @Override
    public Optional<Blob> blob(Hash hash) {
        asked.incrementAndGet();
        return Optional.ofNullable(blobs.get(hash)).map(Blob.InMemory::new);
    }

    @Override
    public boolean whole(Hash release) {
        return blobs.containsKey(release);
    }

    @Override
    public void close() {
        if (client != null) client.close();
    }
}
