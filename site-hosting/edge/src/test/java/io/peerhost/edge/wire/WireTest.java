package io.peerhost.edge.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Heads and bodies read the same however the network cuts them, and odd ones are refused, never misread. */
class WireTest {
    @Provide
    Arbitrary<String> messages() {
        return Arbitraries.of(
                        "GET",
                        "POST",
                        " ",
                        "/",
                        "/a?b",
                        "HTTP/1.1",
                        "HTTP/1.0",
                        "\r\n",
                        "\r\n",
                        "\n",
                        "\r",
                        "Host: a",
                        "X: y",
                        "Content-Length: 5",
                        "Transfer-Encoding: chunked",
                        ":",
                        "\t",
                        "\0",
                        "é",
                        "\r\n\r\n",
                        "GET / HTTP/1.1\r\n")
                .list()
                .ofMaxSize(15)
                .map(parts -> String.join("", parts));
    }

    @Property
    void shouldReadTheSameHeadHoweverItIsCut(
            @ForAll("messages") String message, @ForAll @IntRange(min = 1, max = 7) int cut) {
        assertThat(read(message, cut)).isEqualTo(read(message, message.length() + 1));
    }

    @Property(tries = 5)
    void shouldReadARequestWhenOneEmptyLineStandsBeforeIt(@ForAll @IntRange(min = 1, max = 3) int cut) {
        String request = "GET /a?b HTTP/1.1\r\nHost: a\r\n\r\n";

        assertThat(read("\r\n" + request, cut)).startsWith("GET /a?b").isEqualTo(read(request, cut));
        assertThat(read("\r\n\r\n" + request, cut)).isEqualTo("refused");
    }

    @Property(tries = 2)
    void shouldReadARequestWhenItsMinorVersionIsLater(@ForAll @IntRange(min = 2, max = 9) int minor) {
        String request = "GET / HTTP/1." + minor + "\r\nHost: a\r\n\r\n";

        assertThat(read(request, 100)).startsWith("GET /");
    }

    private static String read(String message, int cut) {
        byte[] bytes = message.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuf in = Unpooled.buffer();
        HeadReader reader = new HeadReader();
        try {
            for (int at = 0; at < bytes.length; at += cut) {
                in.writeBytes(bytes, at, Math.min(cut, bytes.length - at));
                RequestHead head = reader.request(in);
                if (head != null) {
                    Framing framing = Framing.of(head);
                    return head.method() + " " + head.target() + " " + head.fields() + framing;
                }
            }
            return "not whole";
        } catch (BadMessage e) {
            return "refused";
        }
    }

    @Property
    void shouldGiveBackTheBodyHoweverItWasChunkedAndCut(
            @ForAll @Size(max = 12) List<@IntRange(min = 1, max = 300) Integer> sizes,
            @ForAll @IntRange(min = 1, max = 40) int cut)
            throws BadMessage {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size : sizes) {
            byte[] chunk = new byte[size];
            for (int i = 0; i < size; i++) chunk[i] = (byte) (i * size);
            body.writeBytes(chunk);
            sent.writeBytes((Integer.toHexString(size) + " \t;ext\r\n").getBytes(StandardCharsets.US_ASCII));
            sent.writeBytes(chunk);
            sent.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        sent.writeBytes("0\r\nA: b\r\n\r\nNEXT".getBytes(StandardCharsets.US_ASCII));
        List<Byte> got = new ArrayList<>();
        ByteBuf in = Unpooled.buffer();
        BodyReader reader = new BodyReader(new Framing.Chunked());
        byte[] bytes = sent.toByteArray();
        for (int at = 0; at < bytes.length; at += cut) {
            in.writeBytes(bytes, at, Math.min(cut, bytes.length - at));
            for (ByteBuf piece = reader.next(in, 100); piece != null; piece = reader.next(in, 100)) {
                while (piece.isReadable()) got.add(piece.readByte());
                piece.release();
            }
        }
        assertThat(reader.done()).isTrue();
        assertThat(in.toString(StandardCharsets.US_ASCII)).isEqualTo("NEXT");
        assertThat(got).hasSize(body.size());
        byte[] expected = body.toByteArray();
        for (int i = 0; i < expected.length; i++) assertThat(got.get(i)).isEqualTo(expected[i]);
    }
}
