package io.peerhost.edge.content;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.aayushatharva.brotli4j.encoder.Encoder;
import io.peerhost.edge.http.Coding;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/** Compressed forms of a file. */
final class Compressed {
    private static final int BROTLI_QUALITY = 6;
    private static final int PIECE = 16 * 1024;

    /** What can be made on this machine: Brotli needs a native library. */
    static final Set<Coding> FORMS =
            Brotli4jLoader.isAvailable() ? EnumSet.allOf(Coding.class) : EnumSet.of(Coding.GZIP, Coding.IDENTITY);

    private Compressed() {}

    /** A piece at a time: however large the file, it takes little memory. */
    static void write(Coding coding, Path plain, OutputStream to) throws IOException {
        try (OutputStream out =
                switch (coding) {
                    case BR -> new BrotliOutputStream(to, Encoder.Parameters.create(BROTLI_QUALITY));
                    case GZIP -> new GZIPOutputStream(to, PIECE);
                    case IDENTITY -> to;
                }) {
            Files.copy(plain, out);
        }
    }
}
