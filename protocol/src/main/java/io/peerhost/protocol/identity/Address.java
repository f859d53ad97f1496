package io.peerhost.protocol.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** An account on the chain: 20 bytes, written {@code 0x} and 40 lower-case hex digits. */
public record Address(@JsonValue String hex) {
    private static final Pattern FORM = Pattern.compile("0x[0-9a-f]{40}");
    public static final Address ZERO = new Address("0x" + "0".repeat(40));

    public Address {
        if (hex == null) throw new IllegalArgumentException("An address is missing");
        hex = hex.toLowerCase(Locale.ROOT);
        if (!FORM.matcher(hex).matches())
            throw new IllegalArgumentException("An address is 0x and 40 hex digits, this is not: " + hex);
    }

    @JsonCreator
    public static Address of(String hex) {
        return new Address(hex);
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(hex, 2, hex.length());
    }

    @Override
    public String toString() {
        return hex;
    }
}
