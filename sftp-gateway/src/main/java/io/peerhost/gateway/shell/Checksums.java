package io.peerhost.gateway.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** md5sum, sha1sum and sha256sum as programs that sync files ask for them. */
final class Checksums {
    static final Map<String, String> ALGORITHMS = Map.of("md5sum", "MD5", "sha1sum", "SHA-1", "sha256sum", "SHA-256");

    private Checksums() {}

    /** @param words command and files; without files the input is summed @return exit code */
    static int run(List<String> words, FileSystem files, InputStream in, PrintStream out, PrintStream errors)
            throws IOException {
        String algorithm = ALGORITHMS.get(words.getFirst());
        List<String> paths = words.stream()
                .skip(1)
                .filter(word -> !word.equals("--") && !word.equals("-b"))
                .toList();
        if (paths.isEmpty()) {
            out.println(sum(algorithm, in) + "  -");
            return 0;
        }
        int failed = 0;
        for (String path : paths) {
            try (InputStream content = Files.newInputStream(files.getPath(path))) {
                out.println(sum(algorithm, content) + "  " + path);
            } catch (NoSuchFileException e) {
                errors.println(words.getFirst() + ": " + path + ": No such file");
                failed = 1;
            }
        }
        return failed;
    }

    private static String sum(String algorithm, InputStream in) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            byte[] piece = new byte[64 * 1024];
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) digest.update(piece, 0, count);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has " + algorithm, e);
        }
    }
}
