package io.peerhost.edge.proxy;

import io.netty.buffer.ByteBuf;
import io.peerhost.edge.http.BodyListener;
import io.peerhost.edge.http.Visit;
import io.peerhost.edge.tunnel.Pipe;

/** What a visitor sends after a switch of protocols. */
record RawBody(Visit visit, Pipe pipe) implements BodyListener {
    @Override
    public void data(ByteBuf data) {
        pipe.write(data.retain());
    }

    @Override
    public void end() {}
}
