package io.peerhost.agent.controlplane;

import io.peerhost.protocol.identity.SigningKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;

/** The agent's identity: made once, kept in a file that only its owner may read, never sent anywhere. */
public final class AgentKey {
    private AgentKey() {}

    /** The key in {@code folder/key}; made there when there is none. A key that exists is never replaced. */
    public static SigningKey in(Path folder) throws IOException {
        Path file = folder.resolve("key");
        if (!Files.exists(file)) write(file, SigningKey.generate(new SecureRandom()));
        try {
            return SigningKey.of(Files.readString(file));
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "The agent's key in " + file + " is damaged. Put it back from a copy; with a new key this machine "
                            + "would be a stranger to the portal: to accept that, delete the file and enrol again.",
                    e);
        }
    }

    private static void write(Path file, SigningKey key) throws IOException {
        Path draft = file.resolveSibling("key.new");
        Files.deleteIfExists(draft);
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (FileChannel channel =
                FileChannel.open(draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owner)) {
            channel.write(ByteBuffer.wrap((key.secret() + "\n").getBytes(StandardCharsets.US_ASCII)));
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
