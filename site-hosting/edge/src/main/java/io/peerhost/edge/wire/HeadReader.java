package io.peerhost.edge.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Reads the head of a message: start line and fields, up to the empty line. One for each connection; it remembers how far it looked. */
public final class HeadReader {
    /** Bytes of a head. */
    public static final int LONGEST = 32 * 1024;

    /** Bytes of a request's target. */
    public static final int LONGEST_TARGET = 8 * 1024;

    public static final int MOST_FIELDS = 100;

    private static final int VERSION = "HTTP/1.1".length();

    private int looked;
    private boolean begun;

    /** The next request, taken out of {@code in}; null while it is not whole. */
    public RequestHead request(ByteBuf in) throws BadMessage {
        if (!begun && !skipEmptyLine(in)) return null;
        byte[] head = take(in);
        if (head == null) return null;
        Line line = new Line(head);
        String method = line.token(' ');
        if (method.isEmpty() || method.length() > 32) throw new BadMessage(400, "The request has no method");
        String target = line.target();
        int minor = line.version(line.rest());
        return new RequestHead(method, target, minor, line.fields());
    }

    /** Some clients send one after a body (RFC 9112, 2.2). @return false while it cannot be told whether there is one */
    private boolean skipEmptyLine(ByteBuf in) {
        if (!in.isReadable()) return false;
        int at = in.readerIndex();
        if (in.getByte(at) == '\r') {
            if (in.readableBytes() < 2) return false;
            if (in.getByte(at + 1) == '\n') in.skipBytes(2);
        }
        begun = true;
        return true;
    }

    /** The next response, taken out of {@code in}; null while it is not whole. */
    public ResponseHead response(ByteBuf in) throws BadMessage {
        byte[] head = take(in);
        if (head == null) return null;
        Line line = new Line(head);
        String start = line.rest();
        int minor = line.version(start.substring(0, Math.min(VERSION, start.length())));
        return new ResponseHead(status(start), minor, line.fields());
    }

    /** After {@code HTTP/1.1} and a space three digits, and then nothing or a space and a reason. */
    private static int status(String start) throws BadMessage {
        int end = VERSION + 4;
        boolean formed = start.length() >= end
                && start.charAt(VERSION) == ' '
                && (start.length() == end || start.charAt(end) == ' ');
        int status = 0;
        for (int i = VERSION + 1; formed && i < end; i++) {
            int digit = start.charAt(i) - '0';
            formed = digit >= 0 && digit <= 9;
            status = 10 * status + digit;
        }
        if (!formed || status < 100 || status > 599) throw new BadMessage(502, "It has no status");
        return status;
    }

    /** Holds a field that came by HTTP/2 to the same rules. */
    public static void check(String name, String value) throws BadMessage {
        if (!Grammar.isToken(name) || !Grammar.lowerCase(name).equals(name))
            throw new BadMessage(400, "A field's name has a character it may not have");
        if (!Grammar.isText(value)) throw new BadMessage(400, "A field's value has a character it may not have");
    }

    /** Holds a method and a target that came by HTTP/2 to the same rules. */
    public static void checkStart(String method, String target) throws BadMessage {
        if (!Grammar.isToken(method) || method.length() > 32) throw new BadMessage(400, "This is no method");
        for (int i = 0; i < target.length(); i++)
            if (target.charAt(i) <= ' ' || target.charAt(i) >= 127) throw new BadMessage(400, "This is no path");
    }

    /** Holds a head that came by HTTP/2 to the same limits. */
    public static void checkLength(RequestHead head) throws BadMessage {
        if (head.target().length() > LONGEST_TARGET) throw targetTooLong();
        if (head.fields().size() > MOST_FIELDS) throw tooManyFields();
        if (head.target().length() + head.fields().bytes() > LONGEST) throw tooLong();
    }

    private static BadMessage targetTooLong() {
        return new BadMessage(
                414,
                "A path with its query has at most " + LONGEST_TARGET
                        + " bytes: what is longer goes into a request's body");
    }

    private static BadMessage tooManyFields() {
        return new BadMessage(431, "A head has at most " + MOST_FIELDS + " fields: send fewer");
    }

    private static BadMessage tooLong() {
        return new BadMessage(
                431,
                "The head of a message has at most " + LONGEST
                        + " bytes: send fewer or shorter fields. A browser does when the site's cookies are removed");
    }

    private byte[] take(ByteBuf in) throws BadMessage {
        int end = end(in);
        if (end < 0 && in.readableBytes() <= LONGEST) return null;
        if (end < 0 || end - in.readerIndex() > LONGEST) throw tooLong();
        looked = 0;
        begun = false;
        byte[] head = new byte[end - in.readerIndex()];
        in.readBytes(head);
        return head;
    }

    /** Just after the empty line, or -1. Bare line feeds are found too: the line that has one is then refused. */
    private int end(ByteBuf in) {
        int from = in.readerIndex() + looked;
        int to = in.writerIndex();
        for (int feed = in.indexOf(from, to, (byte) '\n'); feed >= 0; feed = in.indexOf(feed + 1, to, (byte) '\n')) {
            if (feed + 1 < to && in.getByte(feed + 1) == '\n') return feed + 2;
            if (feed + 2 < to && in.getByte(feed + 1) == '\r' && in.getByte(feed + 2) == '\n') return feed + 3;
        }
        looked = Math.max(0, in.readableBytes() - 3);
        return -1;
    }

    /** A place in a head. */
    private static final class Line {
        private final byte[] head;
        private int at;

        Line(byte[] head) {
            this.head = head;
        }

        String token(char end) throws BadMessage {
            int start = at;
            while (Grammar.isToken(head[at])) at++;
            if (head[at] != end) throw new BadMessage(400, "A name has a character it may not have");
            return text(start, at++);
        }

        String target() throws BadMessage {
            int start = at;
            while (head[at] > ' ' && head[at] < 127) at++;
            if (head[at] < 0) throw new BadMessage(400, "A target's bytes beyond ASCII are written as %XX");
            if (head[at] != ' ' || at == start)
                throw new BadMessage(400, "The request line is not: method, space, target, space, version");
            if (at - start > LONGEST_TARGET) throw targetTooLong();
            return text(start, at++);
        }

        /** To the end of the line, which is CR LF and nothing else. */
        String rest() throws BadMessage {
            int start = at;
            while (Grammar.isText(head[at])) at++;
            if (head[at] != '\r' || head[at + 1] != '\n') throw new BadMessage(400, "A line does not end with CR LF");
            at += 2;
            return text(start, at - 2);
        }

        int version(String text) throws BadMessage {
            if (text.equals("HTTP/1.1")) return 1;
            if (text.equals("HTTP/1.0")) return 0;
            // A later minor version is understood as the latest known one (RFC 9110, 2.5).
            if (text.length() == VERSION
                    && text.startsWith("HTTP/1.")
                    && text.charAt(7) >= '2'
                    && text.charAt(7) <= '9') return 1;
            boolean formed = text.matches("HTTP/[0-9]\\.[0-9]");
            throw new BadMessage(formed ? 505 : 400, "The version is HTTP/1.1 or HTTP/1.0");
        }

        Fields fields() throws BadMessage {
            Fields fields = new Fields();
            while (head[at] != '\r') {
                if (head[at] == ' ' || head[at] == '\t') throw new BadMessage(400, "A folded field is not accepted");
                if (fields.size() == MOST_FIELDS) throw tooManyFields();
                String name = Grammar.lowerCase(token(':'));
                if (name.isEmpty()) throw new BadMessage(400, "A field has no name");
                fields.add(name, Grammar.trim(rest()));
            }
            if (at + 2 != head.length || head[at + 1] != '\n') throw new BadMessage(400, "The head does not end well");
            return fields;
        }

        private String text(int from, int to) {
            return new String(head, from, to - from, StandardCharsets.ISO_8859_1);
        }
    }
}
