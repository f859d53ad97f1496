package io.peerhost.edge.wire;

import java.util.List;

/** How the body of a message ends. */
public sealed interface Framing {
    /** {@code bytes} of body; 0 for none. */
    record Length(long bytes) implements Framing {}

    record Chunked() implements Framing {}

    /** Only of a response. */
    record UntilClose() implements Framing {}

    Framing NONE = new Length(0);

    /** Of a request: RFC 9112, section 6.3, with everything doubtful refused. */
    static Framing of(RequestHead head) throws BadMessage {
        Fields fields = head.fields();
        if (fields.has("transfer-encoding")) {
            if (fields.has("content-length"))
                throw new BadMessage(400, "Content-Length and Transfer-Encoding exclude each other");
            if (head.minor() == 0) throw new BadMessage(400, "HTTP/1.0 has no Transfer-Encoding");
            requireChunked(fields, 501);
            return new Chunked();
        }
        return fields.has("content-length") ? new Length(length(fields, 400)) : NONE;
    }

    /** Of a response to {@code method}. */
    static Framing of(ResponseHead head, String method) throws BadMessage {
        int status = head.status();
        if (method.equals("HEAD") || status < 200 || status == 204 || status == 304) return NONE;
        Fields fields = head.fields();
        if (fields.has("transfer-encoding")) {
            if (fields.has("content-length") || head.minor() == 0)
                throw new BadMessage(502, "Content-Length and Transfer-Encoding exclude each other");
            requireChunked(fields, 502);
            return new Chunked();
        }
        return fields.has("content-length") ? new Length(length(fields, 502)) : new UntilClose();
    }

    private static void requireChunked(Fields fields, int otherwise) throws BadMessage {
        List<String> codings = fields.all("transfer-encoding");
        if (codings.size() != 1 || !codings.getFirst().equalsIgnoreCase("chunked"))
            throw new BadMessage(otherwise, "The only Transfer-Encoding understood is chunked, named once");
    }

    private static long length(Fields fields, int otherwise) throws BadMessage {
        List<String> lengths = fields.all("content-length");
        String text = lengths.getFirst();
        if (lengths.size() != 1 || text.isEmpty() || text.length() > 18)
            throw new BadMessage(otherwise, "Content-Length is one decimal number");
        for (int i = 0; i < text.length(); i++)
            if (text.charAt(i) < '0' || text.charAt(i) > '9')
                throw new BadMessage(otherwise, "Content-Length is one decimal number");
        return Long.parseLong(text);
    }
}
