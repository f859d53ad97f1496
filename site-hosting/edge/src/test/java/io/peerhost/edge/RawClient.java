package io.peerhost.edge;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A visitor that sends exactly the bytes it is told to, and reads answers as HTTP/1.1 says. */
final class RawClient implements Closeable {
    final Socket socket;
    final InputStream in;

    RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(30_000);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** @param fields names in lower case */
    record Answer(int status, Map<String, String> fields, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        String field(String name) {
            return fields.get(name);
        }
    }

    Answer get(String host, String target, String... fields) throws IOException {
        return request("GET", host, target, fields);
    }

    Answer request(String method, String host, String target, String... fields) throws IOException {
        StringBuilder text = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\n");
        for (String field : fields) text.append(field).append("\r\n");
        send(text + "\r\n");
        return answer(method);
    }

    RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    Answer answer(String method) throws IOException {
        String start = line();
        Map<String, String> fields = fields();
        int status = Integer.parseInt(start.split(" ")[1]);
        byte[] body;
        if (method.equals("HEAD") || status == 204 || status == 304 || status < 200) body = new byte[0];
        else if ("chunked".equals(fields.get("transfer-encoding"))) body = chunks();
        else if (fields.containsKey("content-length")) body = exactly(Integer.parseInt(fields.get("content-length")));
        else body = in.readAllBytes();
        return new Answer(status, fields, body);
    }

    private Map<String, String> fields() throws IOException {
        Map<String, String> fields = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            fields.merge(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip(),
                    (a, b) -> a + ", " + b);
        }
        return fields;
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            body.write(exactly(size));
            line();
        }
        fields();
        return body.toByteArray();
    }

    byte[] exactly(int bytes) throws IOException {
        byte[] read = in.readNBytes(bytes);
        if (read.length < bytes) throw new EOFException("Only " + read.length + " of " + bytes + " bytes came");
        return read;
    }

    String line() throws IOException {
        List<Byte> bytes = new ArrayList<>();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) throw new EOFException("The connection ended within a line");
            if (next != '\r') bytes.add((byte) next);
        }
        byte[] array = new byte[bytes.size()];
        for (int i = 0; i < array.length; i++) array[i] = bytes.get(i);
        return new String(array, StandardCharsets.ISO_8859_1);
    }

    /** Whether the edge has ended the connection, with nothing more said. */
    boolean ended() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
