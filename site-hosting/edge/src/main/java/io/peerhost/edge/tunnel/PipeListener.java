package io.peerhost.edge.tunnel;

import io.netty.buffer.ByteBuf;

/** Who uses a pipe. Called on the event loop named at {@link Tunnels#open}, never after the pipe was released or aborted. */
public interface PipeListener {
    /** @param data valid during the call: retain or copy it; its bytes are to be given back by {@link Pipe#consumed} */
    void received(ByteBuf data);

    /** {@code bytes} written before have left. */
    void sent(int bytes);

    /** The pipe is gone. */
    void closed(PipeEnd end);
}
