package io.peerhost.edge.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.peerhost.edge.wire.Fields;
import io.peerhost.edge.wire.RequestHead;
import java.nio.channels.FileChannel;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One request of a visitor and its answer, whatever the version of HTTP. On its event loop only. An answer is {@link
 * #answer}, or {@link #start}, any number of {@link #write} and {@link #file}, and {@link #end}.
 */
public abstract class Visit {
    private final RequestHead head;
    private final String host;
    private String id;

    protected Visit(RequestHead head, String host) {
        this.head = head;
        this.host = host;
    }

    public final RequestHead head() {
        return head;
    }

    /** In lower case, without port or final dot. */
    public final String host() {
        return host;
    }

    /** Names this request in logs, to the site and to the visitor. */
    public final String id() {
        if (id == null) {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            id = HexFormat.of().toHexDigits(random.nextLong()) + HexFormat.of().toHexDigits(random.nextLong());
        }
        return id;
    }

    public final boolean isHead() {
        return head.method().equals("HEAD");
    }

    /** {@code http} or {@code https}. */
    public abstract String scheme();

    /** The visitor's address, without port. */
    public abstract String remote();

    public abstract EventLoop loop();

    /** Whether a body comes with the request. */
    public abstract boolean hasBody();

    /** Its length; -1 when it is not known before its end. */
    public abstract long bodyLength();

    /** Takes the body from now on; a body nobody takes is thrown away. */
    public abstract void body(BodyListener listener);

    public abstract void consumed(int bytes);

    public abstract void watch(VisitWatcher watcher);

    /**
     * @param fields without framing (no content-length, no connection), with date only where the site gave one
     * @param length of the body; -1 when it is not known
     */
    public abstract void start(int status, Fields fields, long length);

    public abstract boolean started();

    /** Takes {@code data}. */
    public abstract void write(ByteBuf data);

    /** {@code count} bytes of a file, which stays open until {@code sent} is run. */
    public abstract void file(FileChannel channel, long position, long count, Runnable sent);

    public abstract void end();

    /** Breaks the answer off, visibly to the visitor. */
    public abstract void abort();

    public abstract boolean writable();

    /** A whole small answer. */
    public abstract void answer(Prepared prepared);

    /** Whether {@link #upgrade} can be. */
    public abstract boolean upgradable();

    /** Answers 101; from then on bytes go through as they are, both ways. */
    public abstract void upgrade(Fields fields, BodyListener listener);
}
