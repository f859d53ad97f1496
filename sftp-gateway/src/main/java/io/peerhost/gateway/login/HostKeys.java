package io.peerhost.gateway.login;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.security.SecurityUtils;

/** The gateway's own keys, ed25519 and RSA, made at the first start and kept in OpenSSH's format for its owner only. */
public final class HostKeys {
    private static final int RSA_BITS = 3072;

    private HostKeys() {}

    /** @throws IOException when a key is there but cannot be read: a new one would frighten every client */
    public static KeyPairProvider in(Path folder) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            List<KeyPair> keys = new ArrayList<>();
            keys.add(key(folder.resolve("ssh_host_ed25519_key"), KeyPairProvider.SSH_ED25519, 256));
            keys.add(key(folder.resolve("ssh_host_rsa_key"), KeyPairProvider.SSH_RSA, RSA_BITS));
            return KeyPairProvider.wrap(keys);
        } catch (GeneralSecurityException e) {
            throw new IOException("The host keys in " + folder + " cannot be used", e);
        }
    }

    /** As {@code ssh} shows them to who connects for the first time. */
    public static String fingerprints(KeyPairProvider keys) throws IOException {
        try {
            List<String> shown = new ArrayList<>();
            for (KeyPair key : keys.loadKeys(null))
                shown.add(KeyUtils.getKeyType(key) + " " + KeyUtils.getFingerPrint(key.getPublic()));
            return String.join(", ", shown);
        } catch (GeneralSecurityException e) {
            throw new IOException("The host keys cannot be used", e);
        }
    }

    /** Writes down the fingerprint of the key that clients ask for first, for who shows it to developers. */
    public static void tell(KeyPairProvider keys, Path file) throws IOException {
        try {
            KeyPair key = keys.loadKey(null, KeyPairProvider.SSH_ED25519);
            Files.writeString(file, KeyUtils.getFingerPrint(key.getPublic()) + "\n");
        } catch (GeneralSecurityException e) {
            throw new IOException("The host keys cannot be used", e);
        }
    }

    private static KeyPair key(Path file, String type, int bits) throws IOException, GeneralSecurityException {
        if (!Files.exists(file)) return make(file, type, bits);
        try (InputStream in = Files.newInputStream(file)) {
            return SecurityUtils.loadKeyPairIdentities(null, NamedResource.ofName(file.toString()), in, null)
                    .iterator()
                    .next();
        }
    }

    private static KeyPair make(Path file, String type, int bits) throws IOException, GeneralSecurityException {
        KeyPair key = KeyUtils.generateKeyPair(type, bits);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "peerhost gateway", null, text);
        Path written = Files.createTempFile(
                file.getParent(),
                "new",
                ".key",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(written, text.toByteArray());
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        return key;
    }
}
