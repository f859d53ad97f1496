package io.peerhost.edge.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Takes a body out of a stream of bytes. */
public final class BodyReader {
    private static final int LONGEST_LINE = 256;
    private static final int LONGEST_TRAILERS = 8 * 1024;

    private enum Part {
        SIZE,
        DATA,
        DATA_END,
        TRAILERS,
        DONE
    }

    private final boolean chunked;
    private Part part;
    private long left;
    private int trailers;

    public BodyReader(Framing framing) {
        chunked = framing instanceof Framing.Chunked;
        left = switch (framing) {
            case Framing.Length length -> length.bytes();
            case Framing.Chunked _ -> 0;
            case Framing.UntilClose _ -> Long.MAX_VALUE;
        };
        part = chunked ? Part.SIZE : left == 0 ? Part.DONE : Part.DATA;
    }

    public boolean done() {
        return part == Part.DONE;
    }

    /** At most {@code most} next bytes of the body, retained for the caller; null when {@code in} holds no more of it, or it is {@link #done}. */
    public ByteBuf next(ByteBuf in, int most) throws BadMessage {
        while (true) {
            switch (part) {
                case DONE -> {
                    return null;
                }
                case DATA -> {
                    return in.isReadable() ? data(in, most) : null;
                }
                case SIZE -> {
                    String line = line(in);
                    if (line == null) return null;
                    left = size(line);
                    part = left == 0 ? Part.TRAILERS : Part.DATA;
                }
                case DATA_END -> {
                    String line = line(in);
                    if (line == null) return null;
                    if (!line.isEmpty()) throw new BadMessage(400, "A chunk is longer than it says");
                    part = Part.SIZE;
                }
                case TRAILERS -> {
                    String line = line(in);
                    if (line == null) return null;
                    trailers += line.length() + 2;
                    if (trailers > LONGEST_TRAILERS) throw new BadMessage(431, "The trailers are too long");
                    if (line.isEmpty()) part = Part.DONE;
                    else if (!Grammar.isToken(line.substring(0, Math.max(0, line.indexOf(':')))))
                        throw new BadMessage(400, "A trailer is not: name, colon, value");
                }
            }
        }
    }

    private ByteBuf data(ByteBuf in, int most) {
        int taken = (int) Math.min(left, Math.min(most, in.readableBytes()));
        if (left != Long.MAX_VALUE) left -= taken;
        if (left == 0) part = chunked ? Part.DATA_END : Part.DONE;
        return in.readRetainedSlice(taken);
    }

    /** Without its CR LF; null while it is not whole. */
    private static String line(ByteBuf in) throws BadMessage {
        int length = in.bytesBefore((byte) '\n');
        if (length > LONGEST_LINE || length < 0 && in.readableBytes() > LONGEST_LINE)
            throw new BadMessage(400, "A line within a chunked body is too long");
        if (length < 0) return null;
        if (length == 0 || in.getByte(in.readerIndex() + length - 1) != '\r')
            throw new BadMessage(400, "A line within a chunked body does not end with CR LF");
        String line =
                in.readCharSequence(length - 1, StandardCharsets.ISO_8859_1).toString();
        in.skipBytes(2);
        if (!Grammar.isText(line)) throw new BadMessage(400, "A line within a chunked body has a control character");
        return line;
    }

    private static long size(String line) throws BadMessage {
        int end = 0;
        while (end < line.length() && Character.digit(line.charAt(end), 16) >= 0 && line.charAt(end) < 128) end++;
        // Between the size and its extension there may be spaces, which mean nothing (RFC 9112, 7.1.1).
        boolean formed =
                end == line.length() || Grammar.trim(line.substring(end)).startsWith(";");
        if (end == 0 || end > 15 || !formed) throw new BadMessage(400, "A chunk's size is a hexadecimal number");
        return Long.parseLong(line, 0, end, 16);
    }
}
