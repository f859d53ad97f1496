package io.peerhost.edge.content;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import io.peerhost.edge.http.Coding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/** Compressed forms of a file. */
final class Compressed {
    private static final int BROTLI_QUALITY = 6;

    /** What can be made on this machine: Brotli needs a native library. */
    static final Set<Coding> FORMS =
            Brotli4jLoader.isAvailable() ? EnumSet.allOf(Coding.class) : EnumSet.of(Coding.GZIP, Coding.IDENTITY);

    private Compressed() {}

    static byte[] by(Coding coding, byte[] plain) throws IOException {
        return switch (coding) {
            case BR -> Encoder.compress(plain, Encoder.Parameters.create(BROTLI_QUALITY));
            case GZIP -> gzip(plain);
            case IDENTITY -> plain;
        };
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length / 2 + 64);
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }
}
