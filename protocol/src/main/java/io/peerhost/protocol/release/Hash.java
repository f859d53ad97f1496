package io.peerhost.protocol.release;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The SHA-256 of a blob: its name, 64 lower-case hex digits. */
public record Hash(@JsonValue String hex) implements Comparable<Hash> {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    public Hash {
        if (hex == null || !FORM.matcher(hex).matches())
            throw new IllegalArgumentException("A hash is 64 lower-case hex digits, this is not: " + hex);
    }

    @JsonCreator
    public static Hash of(String hex) {
        return new Hash(hex);
    }

    public static Hash of(byte[] sha256) {
        return new Hash(HexFormat.of().formatHex(sha256));
    }

    public static Hash ofContent(byte[] content) {
        return of(sha256().digest(content));
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public int compareTo(Hash other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
