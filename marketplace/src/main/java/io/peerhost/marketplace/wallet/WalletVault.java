package io.peerhost.marketplace.wallet;

import io.peerhost.protocol.identity.SigningKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts held keys with AES-256-GCM. A sealed key opens for its own account only. */
final class WalletVault {
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey master;
    private final SecureRandom random;

    record Sealed(byte[] nonce, byte[] secret) {}

    /** @param master 32 bytes in base64 */
    WalletVault(String master, SecureRandom random) {
        byte[] key = Base64.getDecoder().decode(master.strip());
        if (key.length != 32) throw new IllegalArgumentException("WALLET_MASTER_KEY is not 32 bytes in base64");
        this.master = new SecretKeySpec(key, "AES");
        this.random = random;
    }

    Sealed seal(UUID account, SigningKey key) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] plain = key.secret().getBytes(StandardCharsets.US_ASCII);
        return new Sealed(nonce, run(Cipher.ENCRYPT_MODE, account, nonce, plain));
    }

    /** @throws IllegalStateException when this was not sealed for that account with this master key */
    SigningKey open(UUID account, Sealed sealed) {
        byte[] plain = run(Cipher.DECRYPT_MODE, account, sealed.nonce, sealed.secret);
        return SigningKey.of(new String(plain, StandardCharsets.US_ASCII));
    }

    private byte[] run(int mode, UUID account, byte[] nonce, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, master, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(ByteBuffer.allocate(16)
                    .putLong(account.getMostSignificantBits())
                    .putLong(account.getLeastSignificantBits())
                    .array());
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The wallet of account " + account + " does not open", e);
        }
    }
}
