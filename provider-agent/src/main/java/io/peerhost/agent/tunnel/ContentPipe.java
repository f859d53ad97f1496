package io.peerhost.agent.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import io.peerhost.protocol.release.Hash;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/**
 * The content server on one pipe: {@code GET /blobs/<hash>} and {@code GET /health}, one after the other. Each request is
 * answered by a virtual thread, which may wait for the disk and for the edge.
 */
final class ContentPipe implements PipeEnd {
    private static final int LONGEST_HEAD = 8 * 1024;
    private static final int PIECE = 64 * 1024;
    private static final int MOST_UNSENT = 256 * 1024;

    private final PipeStream stream;
    private final Hash release;
    private final ContentSource source;
    private final StringBuilder unread = new StringBuilder();
    private final Semaphore room = new Semaphore(MOST_UNSENT);
    private boolean answering;
    private volatile boolean closed;

    ContentPipe(PipeStream stream, Hash release, ContentSource source) {
        this.stream = stream;
        this.release = release;
        this.source = source;
    }

    @Override
    public void received(ByteBuf data) {
        int bytes = data.readableBytes();
        unread.append(data.toString(StandardCharsets.ISO_8859_1));
        stream.consumed(bytes);
        if (unread.length() > LONGEST_HEAD) stream.reset(Http2Error.ENHANCE_YOUR_CALM);
        else next();
    }

    private void next() {
        int end = unread.indexOf("\r\n\r\n");
        if (answering || end < 0) return;
        String[] line = unread.substring(0, unread.indexOf("\r\n")).split(" ");
        unread.delete(0, end + 4);
        answering = true;
        String method = line[0];
        String path = line.length == 3 ? line[1] : "";
        Thread.ofVirtual().start(() -> {
            try {
                answer(method, path);
                onLoop(() -> {
                    answering = false;
                    next();
                });
            } catch (IOException | InterruptedException | RuntimeException e) {
                onLoop(() -> stream.reset(Http2Error.INTERNAL_ERROR));
            }
        });
    }

    /** The loop ends with the client: then nobody is left to be answered. */
    private void onLoop(Runnable task) {
        try {
            stream.loop().execute(task);
        } catch (RejectedExecutionException e) {
            closed = true;
        }
    }

    private void answer(String method, String path) throws IOException, InterruptedException {
        if (!method.equals("GET")) send("HTTP/1.1 405 Method Not Allowed\r\nallow: GET\r\ncontent-length: 0\r\n\r\n");
        else if (path.equals("/health"))
            send(
                    source.whole(release)
                            ? "HTTP/1.1 204 No Content\r\n\r\n"
                            : "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n");
        else {
            Optional<ContentSource.Blob> blob = path.matches("/blobs/[0-9a-f]{64}")
                    ? source.blob(new Hash(path.substring("/blobs/".length())))
                    : Optional.empty();
            if (blob.isEmpty()) send("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n");
            else send(blob.get());
        }
    }

    private void send(ContentSource.Blob blob) throws IOException, InterruptedException {
        send("HTTP/1.1 200 OK\r\ncontent-type: application/octet-stream\r\ncontent-length: " + blob.size()
                + "\r\n\r\n");
        switch (blob) {
            case ContentSource.Blob.InMemory memory -> {
                for (int at = 0; at < memory.bytes().length; at += PIECE)
                    send(Unpooled.wrappedBuffer(memory.bytes(), at, Math.min(PIECE, memory.bytes().length - at)));
            }
            case ContentSource.Blob.InFile file -> {
                try (FileChannel channel = FileChannel.open(file.file())) {
                    for (long at = 0; at < file.size(); ) at += piece(channel, file, at);
                }
            }
        }
    }

    private int piece(FileChannel channel, ContentSource.Blob.InFile file, long at)
            throws IOException, InterruptedException {
        int wanted = (int) Math.min(PIECE, file.size() - at);
        ByteBuf buffer = ByteBufAllocator.DEFAULT.directBuffer(wanted);
        try {
            int read = buffer.writeBytes(channel, file.offset() + at, wanted);
            if (read <= 0) throw new IOException("The file is shorter than its blob: " + file.file());
            send(buffer.retain());
            return read;
        } finally {
            buffer.release();
        }
    }

    private void send(String text) throws InterruptedException, IOException {
        send(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
    }

    private void send(ByteBuf data) throws InterruptedException, IOException {
        room.acquire(data.readableBytes());
        if (closed) {
            data.release();
            throw new IOException("The edge closed the pipe");
        }
        onLoop(() -> stream.send(data, room::release));
    }

    @Override
    public void closed() {
        closed = true;
        room.release(MOST_UNSENT);
    }
}
