package io.peerhost.devstack.service;

import io.peerhost.protocol.release.Hash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** The key by which developers know the gateway: it makes one at its first start, and writes the public half beside it. */
final class HostKey {
    private HostKey() {}

    /** As clients show it: {@code SHA256:…}. @param folder the gateway's own */
    static String fingerprint(Path folder) {
        Path half = folder.resolve("host-keys").resolve("ssh_host_ed25519_key.pub");
        try {
            byte[] key = Base64.getDecoder().decode(Files.readString(half).split("\\s+")[1]);
            return "SHA256:"
                    + Base64.getEncoder()
                            .withoutPadding()
                            .encodeToString(Hash.sha256().digest(key));
        } catch (IOException e) {
            throw new UncheckedIOException("The gateway did not tell its key", e);
        }
    }
}
