package io.peerhost.edge.content;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.peerhost.edge.http.ByteRange;
import io.peerhost.edge.http.Visit;
import io.peerhost.edge.http.VisitWatcher;
import io.peerhost.edge.wire.Fields;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/** Gives a form of a file, or ranges of it: from memory where it is there, else from its open file, which it closes. */
final class FileAnswer {
    private final Visit visit;
    private final Form form;
    private final FileChannel channel;
    private final List<Piece> pieces = new ArrayList<>();
    private int next;
    private boolean closed;

    /** @param before text that goes before the bytes; empty for none */
    private record Piece(String before, ByteRange bytes) {}

    /** @param channel null when the form is in memory */
    FileAnswer(Visit visit, Form form, FileChannel channel) {
        this.visit = visit;
        this.form = form;
        this.channel = channel;
    }

    void whole() {
        if (form.size() > 0) pieces.add(new Piece("", new ByteRange(0, form.size() - 1)));
        go(form.status(), form.fields().copy(), form.size());
    }

    void ranges(List<ByteRange> ranges) {
        Fields fields = form.fields().copy();
        if (ranges.size() == 1) {
            pieces.add(new Piece("", ranges.getFirst()));
            fields.add("content-range", ranges.getFirst().contentRange(form.size()));
            go(206, fields, ranges.getFirst().length());
            return;
        }
        String boundary = visit.id();
        String type = fields.get("content-type");
        for (ByteRange range : ranges)
            pieces.add(new Piece(
                    "\r\n--" + boundary + "\r\ncontent-type: " + type + "\r\ncontent-range: "
                            + range.contentRange(form.size()) + "\r\n\r\n",
                    range));
        pieces.add(new Piece("\r\n--" + boundary + "--\r\n", null));
        long length = 0;
        for (Piece piece : pieces) length += piece.before.length() + (piece.bytes == null ? 0 : piece.bytes.length());
        go(206, fields.set("content-type", "multipart/byteranges; boundary=" + boundary), length);
    }

    private void go(int status, Fields fields, long length) {
        visit.watch(new VisitWatcher() {
            @Override
            public void writable() {}

            @Override
            public void gone() {
                close();
            }
        });
        visit.start(status, fields, length);
        step();
    }

    private void step() {
        if (closed) return;
        if (next == pieces.size() || visit.isHead()) {
            close();
            visit.end();
            return;
        }
        Piece piece = pieces.get(next++);
        if (!piece.before.isEmpty()) visit.write(ByteBufUtil.writeAscii(ByteBufAllocator.DEFAULT, piece.before));
        if (piece.bytes == null) step();
        else if (channel == null) {
            visit.write(form.whole().body().slice((int) piece.bytes.first(), (int) piece.bytes.length()));
            step();
        } else visit.file(channel, piece.bytes.first(), piece.bytes.length(), this::step);
    }

    private void close() {
        if (closed || channel == null) return;
        closed = true;
        try {
            channel.close();
        } catch (IOException e) {
            // It was only read.
        }
    }
}
