package io.peerhost.edge.http;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;

final class Remotes {
    private Remotes() {}

    /** The other side's address, without port. */
    static String of(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress address && address.getAddress() != null
                ? address.getAddress().getHostAddress()
                : "unknown";
    }
}
