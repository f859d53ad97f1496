package io.peerhost.devstack.stack;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Supplier;

/** Secrets of one stack, made once and kept in a private file. A setting of the same name in the environment goes first. */
public final class Secrets {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String READABLE = "abcdefghjkmnpqrstuvwxyz23456789";

    private final Remembered remembered;

    public Secrets(Path file) {
        this.remembered = new Remembered(file);
    }

    /** What a client or service signs in with. */
    public String secret(String name) {
        return kept(name, () -> Base64.getUrlEncoder().withoutPadding().encodeToString(random(24)));
    }

    /** 32 bytes as base64. */
    public String masterKey(String name) {
        return kept(name, () -> Base64.getEncoder().encodeToString(random(32)));
    }

    /** A secp256k1 private key, hex with 0x. A random number is outside the curve's order once in 2^128. */
    public String signingKey(String name) {
        return kept(name, () -> "0x" + HexFormat.of().formatHex(random(32)));
    }

    /** A password a person may have to type. */
    public String password(String name) {
        return kept(name, () -> RANDOM.ints(12, 0, READABLE.length())
                .mapToObj(READABLE::charAt)
                .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
                .toString());
    }

    private synchronized String kept(String name, Supplier<String> fresh) {
        String given = System.getenv(name);
        if (given != null && !given.isBlank()) {
            // Kept too: status and doctor are run without the settings of up.
            if (!remembered.get(name).filter(given::equals).isPresent()) {
                remembered.put(name, given);
            }
            return given;
        }
        return remembered.get(name).orElseGet(() -> {
            String made = fresh.get();
            remembered.put(name, made);
            return made;
        });
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
