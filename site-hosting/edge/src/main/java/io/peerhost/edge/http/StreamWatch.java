package io.peerhost.edge.http;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Looks each second at the streams of one HTTP/2 connection. Pings keep a connection alive for as long as a visitor likes; they
 * must not keep a file or a pod waiting for it. Used on the connection's loop alone.
 */
final class StreamWatch {
    private final Set<Http2Stream> streams = new HashSet<>();

    StreamWatch(Channel connection) {
        Future<?> timer = connection.eventLoop().scheduleAtFixedRate(this::look, 1, 1, TimeUnit.SECONDS);
        connection.closeFuture().addListener(_ -> timer.cancel(false));
    }

    void add(Http2Stream stream) {
        streams.add(stream);
    }

    void remove(Http2Stream stream) {
        streams.remove(stream);
    }

    private void look() {
        long now = System.nanoTime();
        for (Http2Stream each : List.copyOf(streams)) each.look(now);
    }
}
