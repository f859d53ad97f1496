package io.peerhost.agent.tunnel;

import io.netty.buffer.ByteBuf;

/** This side's end of one pipe: a pod's connection or the content server. Called on the lane's event loop. */
interface PipeEnd {
    /** Bytes from the edge, valid during the call; {@link PipeStream#consumed} gives room for more. */
    void received(ByteBuf data);

    /** The edge's side is gone; nothing more is to be sent. */
    void closed();
}
