package io.peerhost.edge.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.peerhost.edge.wire.Fields;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Answers as HTTP/1.1 writes them. */
public final class Http1Text {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static volatile Now now = Now.at(0);

    private record Now(long second, String text, byte[] line) {
        static Now at(long second) {
            String text = date(second);
            return new Now(second, text, ("date: " + text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private Http1Text() {}

    /** {@code second} of the epoch as HTTP writes dates. */
    public static String date(long second) {
        return DATE.format(Instant.ofEpochSecond(second));
    }

    static byte[] dateLine() {
        return now().line;
    }

    static String dateText() {
        return now().text;
    }

    private static Now now() {
        long second = System.currentTimeMillis() / 1000;
        Now known = now;
        if (known.second != second) now = known = Now.at(second);
        return known;
    }

    /** As the registry of HTTP names it; empty when it does not. */
    static String reason(int status) {
        return switch (status) {
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 416 -> "Range Not Satisfiable";
            case 422 -> "Unprocessable Content";
            case 425 -> "Too Early";
            case 451 -> "Unavailable For Legal Reasons";
            default -> {
                String known = HttpResponseStatus.valueOf(status).reasonPhrase();
                yield known.endsWith(")") ? "" : known; // Netty names others by their class and number
            }
        };
    }

    /** Status line and fields, without the empty line. */
    static byte[] head(int status, Fields fields) {
        StringBuilder text = new StringBuilder(256)
                .append("HTTP/1.1 ")
                .append(status)
                .append(' ')
                .append(reason(status))
                .append("\r\n");
        fields.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
