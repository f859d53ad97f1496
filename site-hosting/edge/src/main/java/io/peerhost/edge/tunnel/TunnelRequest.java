package io.peerhost.edge.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.peerhost.edge.wire.BadMessage;
import io.peerhost.edge.wire.BodyReader;
import io.peerhost.edge.wire.Framing;
import io.peerhost.edge.wire.HeadReader;
import io.peerhost.edge.wire.ResponseHead;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A GET to a replica by a thread that may wait (a virtual one): for blobs and probes. At most one stream's window of the
 * answer is held at a time.
 */
public final class TunnelRequest implements PipeListener, AutoCloseable {
    private static final byte[] END = new byte[0];

    private final BlockingQueue<byte[]> arrived = new LinkedBlockingQueue<>();
    private final ByteBuf unread = Unpooled.buffer(1024);
    private final Patience patience;
    private final long deadline;
    private final Pipe pipe;
    private volatile boolean clean;
    private boolean ended;
    private boolean whole;
    private boolean untilClose;
    private ResponseHead head;
    private BodyReader body;

    /**
     * @throws IOException when the agent is not connected, refuses or does not answer in time
     */
    public TunnelRequest(
            Tunnels tunnels, PipeTarget target, String path, String host, Patience patience, boolean metered)
            throws IOException {
        this.patience = patience;
        this.deadline = System.nanoTime() + patience.whole().toNanos();
        this.pipe = tunnels.open(target, null, this, metered);
        if (pipe == null) throw new IOException("Agent " + target.agent() + " is not connected");
        String request = "GET " + path + " HTTP/1.1\r\nhost: " + host + "\r\nuser-agent: peerhost-edge\r\n\r\n";
        pipe.write(ByteBufUtil.writeAscii(ByteBufAllocator.DEFAULT, request));
        try {
            readHead();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    public ResponseHead head() {
        return head;
    }

    public InputStream body() {
        return new Body();
    }

    private void readHead() throws IOException {
        HeadReader reader = new HeadReader();
        try {
            do {
                head = reader.response(unread);
                if (head == null && !more()) throw new IOException("The replica closed the pipe without an answer");
            } while (head == null || head.informational());
            Framing framing = Framing.of(head, "GET");
            untilClose = framing instanceof Framing.UntilClose;
            body = new BodyReader(framing);
            whole = body.done();
        } catch (BadMessage e) {
            throw new IOException("The replica's answer is not HTTP: " + e.getMessage(), e);
        }
    }

    /** Waits for more bytes; false at the end. */
    private boolean more() throws IOException {
        if (ended) return false;
        try {
            long left = Math.min(deadline - System.nanoTime(), patience.piece().toNanos());
            byte[] next = left > 0 ? arrived.poll(left, TimeUnit.NANOSECONDS) : null;
            if (next == null) throw new IOException("The replica did not answer in time");
            ended = next == END;
            unread.discardReadBytes().writeBytes(next);
            if (next.length > 0) pipe.consumed(next.length);
            return !ended;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    @Override
    public void received(ByteBuf data) {
        arrived.add(ByteBufUtil.getBytes(data));
    }

    @Override
    public void sent(int bytes) {}

    @Override
    public void closed(PipeEnd end) {
        this.clean = end == PipeEnd.CLOSED;
        arrived.add(END);
    }

    /** Keeps the pipe for the next request when the answer was read to its end. */
    @Override
    public void close() {
        boolean reusable = whole && !unread.isReadable() && head.minor() == 1;
        if (reusable && !head.fields().lists("connection", "close")) pipe.release();
        else pipe.abort();
    }

    private final class Body extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, into.length);
            if (length == 0) return 0;
            try {
                while (true) {
                    ByteBuf piece = body.next(unread, length);
                    whole = body.done();
                    if (piece != null) {
                        int bytes = piece.readableBytes();
                        piece.readBytes(into, offset, bytes).release();
                        return bytes;
                    }
                    if (whole) return -1;
                    if (!more()) return ended();
                }
            } catch (BadMessage e) {
                throw new IOException("The replica's answer is not HTTP: " + e.getMessage(), e);
            }
        }

        private int ended() throws IOException {
            if (clean && untilClose) return -1;
            throw new IOException("The replica's answer ended too early");
        }
    }
}
