package io.peerhost.protocol.identity;

/**
 * A statement with the signature of who made it.
 *
 * @param statement what is said
 * @param signer who claims to say it
 * @param signature over {@link Statement#digest()}
 */
public record Signed<T extends Statement>(T statement, Address signer, Signature signature) {
    public Signed {
        if (statement == null || signer == null || signature == null)
            throw new IllegalArgumentException("A signed statement needs statement, signer and signature");
    }

    public static <T extends Statement> Signed<T> by(SigningKey key, T statement) {
        return new Signed<>(statement, key.address(), key.sign(statement.digest()));
    }

    /** Whether the signature is the named signer's. */
    public boolean holds() {
        return signature.isBy(signer, statement.digest());
    }
}
