package io.peerhost.edge.tunnel;

import io.netty.buffer.ByteBuf;

/** Who uses a pipe. Called on the event loop named at {@link Tunnels#open}, never after the pipe was released or aborted. */
public interface PipeListener {
    /** @param data valid during the call: retain or copy it; its bytes are to be given back by {@link Pipe#consumed} */
    void received(ByteBuf data);

    /** {@code bytes} written before have left. */
    void sent(int bytes);

    /** @param clean the replica ended its side; false when the pipe broke or was refused. The pipe is gone either way */
    void closed(boolean clean);
}
