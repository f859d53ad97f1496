package io.peerhost.marketplace.account;

import io.peerhost.protocol.release.Hash;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * A public key as a line of {@code authorized_keys} or an {@code id_….pub} file gives it, after RFC 4253 and 8709.
 *
 * @param type its algorithm
 * @param body the key in base64
 */
public record OpenSshKey(String type, String body) {
    private static final int LONGEST = 4096;
    private static final int WEAKEST_RSA = 2048;
    private static final int STRONGEST_RSA = 16_384;
    /** Curve's name within the key, and the length of an uncompressed point. */
    private static final Map<String, Integer> CURVES = Map.of("nistp256", 65, "nistp384", 97, "nistp521", 133);

    public OpenSshKey {
        if (type == null || body == null) throw new IllegalArgumentException("A public key has a type and a body");
        check(type, decoded(body));
    }

    /** @throws IllegalArgumentException saying why {@code line} is not a key that may log in */
    public static OpenSshKey parse(String line) {
        if (line == null || line.length() > LONGEST)
            throw new IllegalArgumentException("A public key is one line of at most " + LONGEST + " characters");
        if (line.contains("PRIVATE KEY"))
            throw new IllegalArgumentException("This is a private key: keep it secret, and give the .pub file instead");
        String[] parts = line.strip().split("[ \t]+", 3);
        if (line.strip().contains("\n") || parts.length < 2)
            throw new IllegalArgumentException("A public key is one line: a type, a space, base64, maybe a comment");
        return new OpenSshKey(parts[0], parts[1]);
    }

    /** {@code SHA256:…}, as {@code ssh-keygen -l} shows it. */
    public String fingerprint() {
        byte[] digest = Hash.sha256().digest(decoded(body));
        return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    }

    private static byte[] decoded(String body) {
        try {
            return Base64.getDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The key's second part is not base64", e);
        }
    }

    private static void check(String type, byte[] key) {
        ByteBuffer bytes = ByteBuffer.wrap(key);
        try {
            if (!text(bytes).equals(type))
                throw new IllegalArgumentException("The key is not the " + type + " it says");
            switch (type) {
                case "ssh-ed25519" -> {
                    if (next(bytes).length != 32) throw new IllegalArgumentException("An ed25519 key has 32 bytes");
                }
                case "ssh-rsa" -> checkRsa(bytes);
                case "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521" -> checkCurve(type, bytes);
                default ->
                    throw new IllegalArgumentException(
                            "Keys of type " + type + " are not taken; use ssh-ed25519, ecdsa-sha2-nistp… or ssh-rsa");
            }
        } catch (BufferUnderflowException | NegativeArraySizeException e) {
            throw new IllegalArgumentException("The key is cut short", e);
        }
        if (bytes.hasRemaining()) throw new IllegalArgumentException("The key has bytes after its end");
    }

    private static void checkRsa(ByteBuffer bytes) {
        byte[] exponent = next(bytes);
        byte[] modulus = next(bytes);
        if (exponent.length == 0 || modulus.length == 0) throw new IllegalArgumentException("The RSA key is empty");
        int bits = new BigInteger(modulus).bitLength();
        if (bits < WEAKEST_RSA || bits > STRONGEST_RSA || modulus[0] < 0)
            throw new IllegalArgumentException(
                    "An RSA key has " + WEAKEST_RSA + " to " + STRONGEST_RSA + " bits, this one has " + bits);
        BigInteger e = new BigInteger(exponent);
        if (e.signum() <= 0 || !e.testBit(0)) throw new IllegalArgumentException("The RSA key's exponent is not odd");
    }

    private static void checkCurve(String type, ByteBuffer bytes) {
        String curve = text(bytes);
        byte[] point = next(bytes);
        if (!type.endsWith(curve) || !CURVES.containsKey(curve))
            throw new IllegalArgumentException("The key's curve is " + curve);
        if (point.length != CURVES.get(curve) || point[0] != 4)
            throw new IllegalArgumentException("The key's point is not on " + curve);
    }

    private static String text(ByteBuffer bytes) {
        return new String(next(bytes), StandardCharsets.US_ASCII);
    }

    private static byte[] next(ByteBuffer bytes) {
        int length = bytes.getInt();
        if (length > bytes.remaining()) throw new BufferUnderflowException();
        byte[] part = new byte[length];
        bytes.get(part);
        return part;
    }
}
