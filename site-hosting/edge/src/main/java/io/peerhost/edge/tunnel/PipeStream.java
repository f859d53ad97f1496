package io.peerhost.edge.tunnel;

import io.netty.handler.codec.http2.Http2Stream;

/** One CONNECT stream: with a pipe on it, or idle in the pool. Touched on its lane's loop only. */
final class PipeStream {
    final PipeTarget target;
    final Http2Stream stream;
    Pipe pipe;
    boolean refused;
    int held;
    long idleSince;

    PipeStream(PipeTarget target, Http2Stream stream) {
        this.target = target;
        this.stream = stream;
    }

    int id() {
        return stream.id();
    }

    void attach(Pipe pipe) {
        this.pipe = pipe;
        pipe.stream = this;
    }

    void detach() {
        if (pipe != null) pipe.stream = null;
        pipe = null;
    }
}
