package io.peerhost.edge.http;

import io.netty.buffer.ByteBuf;

/** Takes the body of a request. */
public interface BodyListener {
    /** @param data valid during the call; {@link Visit#consumed} makes room for more */
    void data(ByteBuf data);

    void end();
}
