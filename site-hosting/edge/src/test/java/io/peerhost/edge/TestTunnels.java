package io.peerhost.edge;

import io.peerhost.edge.socket.Listener;
import io.peerhost.edge.socket.Loops;
import io.peerhost.edge.tunnel.TunnelCertificate;
import io.peerhost.edge.tunnel.TunnelListener;
import io.peerhost.edge.tunnel.Tunnels;
import io.peerhost.protocol.agent.Message.EdgeAddress;
import io.peerhost.protocol.identity.Address;
import java.io.Closeable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** As much of an edge as agents see. */
final class TestTunnels implements Closeable {
    static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    final Tunnels tunnels;
    private final Loops loops = new Loops(1);
    private final Listener agents;
    private final EdgeAddress address;
    private final List<TestSeller> sellers = new ArrayList<>();

    TestTunnels(Path folder, Predicate<Address> holdsLease, int mostWaiting) throws Exception {
        tunnels = new Tunnels(holdsLease, mostWaiting);
        TunnelCertificate certificate = TunnelCertificate.in(folder, Clock.systemUTC());
        agents = new Listener(loops, ANY, 100, 0, new TunnelListener(certificate, tunnels, (_, _) -> {}));
        address = new EdgeAddress("127.0.0.1:" + agents.port(), certificate.sha256());
    }

    void connect(TestSeller seller) {
        sellers.add(seller);
        seller.dial(address);
        TestEdge.await("the seller is connected", () -> tunnels.connected(seller.agent()));
    }

    @Override
    public void close() {
        sellers.forEach(TestSeller::close);
        agents.close();
        loops.close();
    }
}
