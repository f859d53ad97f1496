package io.peerhost.protocol.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigInteger;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.web3j.crypto.Keys;
import org.web3j.crypto.Sign;

/** A recoverable secp256k1 signature: r (32 bytes), s (32 bytes, the low half), v (27 or 28), as 0x and 130 hex digits. */
public record Signature(@JsonValue String hex) {
    private static final Pattern FORM = Pattern.compile("0x[0-9a-f]{128}(1b|1c)");
    private static final BigInteger HALF_ORDER = Sign.CURVE_PARAMS.getN().shiftRight(1);

    public Signature {
        if (hex == null) throw new IllegalArgumentException("A signature is missing");
        hex = hex.toLowerCase(Locale.ROOT);
        if (!FORM.matcher(hex).matches())
            throw new IllegalArgumentException("A signature is 0x and 130 hex digits ending in 1b or 1c");
    }

    @JsonCreator
    public static Signature of(String hex) {
        return new Signature(hex);
    }

    static Signature of(Sign.SignatureData data) {
        HexFormat format = HexFormat.of();
        return new Signature(
                "0x" + format.formatHex(data.getR()) + format.formatHex(data.getS()) + format.formatHex(data.getV()));
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(hex, 2, hex.length());
    }

    public byte[] r() {
        return Arrays.copyOfRange(bytes(), 0, 32);
    }

    public byte[] s() {
        return Arrays.copyOfRange(bytes(), 32, 64);
    }

    public int v() {
        return bytes()[64];
    }

    /** Who signed {@code digest}; empty when this is no signature of anything (or its malleable twin, which contracts refuse too). */
    public Optional<Address> signer(byte[] digest) {
        if (new BigInteger(1, s()).compareTo(HALF_ORDER) > 0) return Optional.empty();
        try {
            BigInteger key = Sign.signedMessageHashToKey(digest, new Sign.SignatureData((byte) v(), r(), s()));
            return Optional.of(new Address("0x" + Keys.getAddress(key)));
        } catch (SignatureException | RuntimeException e) {
            return Optional.empty();
        }
    }

    public boolean isBy(Address address, byte[] digest) {
        return signer(digest).filter(address::equals).isPresent();
    }

    @Override
    public String toString() {
        return hex;
    }
}
