package io.peerhost.agent.podman;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * HTTP over a unix socket, as little as podman needs: version 1.0, one connection a request, the answer is all that comes until its end.
 */
record UnixHttp(Path socket) {
    private static final int LONGEST = 8 * 1024 * 1024;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})[^\r\n]*\r\n");

    record Answer(int status, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** @param body JSON, may be empty */
    Answer send(String method, String path, byte[] body, Duration limit) throws IOException {
        String head =
                method + " " + path + " HTTP/1.0\r\nHost: podman\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length + "\r\n\r\n";
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            Thread watch = Thread.ofVirtual().start(() -> closeAfter(channel, limit));
            try {
                channel.connect(UnixDomainSocketAddress.of(socket));
                write(channel, head.getBytes(StandardCharsets.US_ASCII));
                write(channel, body);
                return parse(readAll(channel));
            } catch (AsynchronousCloseException e) {
                throw new IOException(
                        "podman did not answer " + method + " " + path + " within " + limit.toSeconds() + " s", e);
            } finally {
                watch.interrupt();
            }
        }
    }

    private static void closeAfter(SocketChannel channel, Duration limit) {
        try {
            Thread.sleep(limit);
            channel.close();
        } catch (InterruptedException | IOException e) {
            // It was answered in time.
        }
    }

    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) channel.write(buffer);
    }

    private static byte[] readAll(SocketChannel channel) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
        while (channel.read(buffer) >= 0) {
            all.write(buffer.array(), 0, buffer.position());
            buffer.clear();
            if (all.size() > LONGEST) throw new IOException("podman's answer is longer than " + LONGEST + " bytes");
        }
        return all.toByteArray();
    }

    private static Answer parse(byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        Matcher status = STATUS.matcher(text);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0 || !status.lookingAt()) throw new EOFException("podman's answer ended early");
        return new Answer(
                Integer.parseInt(status.group(1)), text.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1));
    }
}
