package io.peerhost.protocol.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** 32 bytes as the chain names things (a lease, a hash, a root): {@code 0x} and 64 lower-case hex digits. */
public record Bytes32(@JsonValue String hex) implements Comparable<Bytes32> {
    private static final Pattern FORM = Pattern.compile("0x[0-9a-f]{64}");
    public static final Bytes32 ZERO = new Bytes32("0x" + "0".repeat(64));

    public Bytes32 {
        if (hex == null) throw new IllegalArgumentException("32 bytes are missing");
        hex = hex.toLowerCase(Locale.ROOT);
        if (!FORM.matcher(hex).matches())
            throw new IllegalArgumentException("This is not 0x and 64 hex digits: " + hex);
    }

    @JsonCreator
    public static Bytes32 of(String hex) {
        return new Bytes32(hex);
    }

    public static Bytes32 of(byte[] bytes) {
        return new Bytes32("0x" + HexFormat.of().formatHex(bytes));
    }

    public static Bytes32 random(SecureRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return of(bytes);
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(hex, 2, hex.length());
    }

    @Override
    public int compareTo(Bytes32 other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
