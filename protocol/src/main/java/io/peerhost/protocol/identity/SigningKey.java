package io.peerhost.protocol.identity;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.Keys;
import org.web3j.crypto.Sign;

/** A secp256k1 key: the identity of an agent, an edge, a settler or a wallet. Never printed, never logged. */
public final class SigningKey {
    private final ECKeyPair pair;
    private final Address address;

    private SigningKey(ECKeyPair pair) {
        this.pair = pair;
        this.address = new Address("0x" + Keys.getAddress(pair));
    }

    public static SigningKey generate(SecureRandom random) {
        BigInteger order = Sign.CURVE_PARAMS.getN();
        BigInteger secret;
        do {
            secret = new BigInteger(256, random);
        } while (secret.signum() == 0 || secret.compareTo(order) >= 0);
        return new SigningKey(ECKeyPair.create(secret));
    }

    /** @param hex the secret, 64 hex digits with or without 0x */
    public static SigningKey of(String hex) {
        String digits = hex.strip();
        if (digits.startsWith("0x")) digits = digits.substring(2);
        if (digits.length() != 64) throw new IllegalArgumentException("A signing key is 64 hex digits");
        BigInteger secret = new BigInteger(1, HexFormat.of().parseHex(digits));
        if (secret.signum() == 0 || secret.compareTo(Sign.CURVE_PARAMS.getN()) >= 0)
            throw new IllegalArgumentException("This is not a secp256k1 key");
        return new SigningKey(ECKeyPair.create(secret));
    }

    public Address address() {
        return address;
    }

    /** Signs a digest of 32 bytes (see {@link Eip712}). Deterministic (RFC 6979), low s. */
    public Signature sign(byte[] digest) {
        if (digest.length != 32) throw new IllegalArgumentException("A digest has 32 bytes");
        return Signature.of(Sign.signMessage(digest, pair, false));
    }

    /** The secret as 0x and 64 hex digits, for the one place that keeps it. */
    public String secret() {
        String digits = pair.getPrivateKey().toString(16);
        return "0x" + "0".repeat(64 - digits.length()) + digits;
    }

    @Override
    public String toString() {
        return "SigningKey[" + address + "]";
    }
}
