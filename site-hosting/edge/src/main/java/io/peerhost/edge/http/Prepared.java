package io.peerhost.edge.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.peerhost.edge.wire.Fields;
import java.nio.ByteBuffer;

/**
 * A whole answer made beforehand, to be given many times.
 *
 * @param fields all but date and connection
 * @param head status line and fields as HTTP/1.1, to which date, connection and the empty line are to be added
 * @param body in memory outside the heap, never released: the collector takes it
 */
public record Prepared(int status, Fields fields, byte[] head, ByteBuf body) {
    /** @param length the length stated, which for an answer without a body may differ from the body's */
    public static Prepared of(int status, Fields fields, byte[] content, long length) {
        Fields all = fields.copy();
        if (length >= 0) all.set("content-length", Long.toString(length));
        ByteBuf body = content.length == 0
                ? Unpooled.EMPTY_BUFFER
                : Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(content.length)
                                .put(content)
                                .flip())
                        .asReadOnly());
        return new Prepared(status, all, Http1Text.head(status, all), body);
    }

    public static Prepared of(int status, Fields fields, byte[] content) {
        return of(status, fields, content, content.length);
    }

    /** Bytes of memory it takes, about. */
    public int weight() {
        return 2 * head.length + body.readableBytes() + 512;
    }
}
