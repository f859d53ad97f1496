package io.peerhost.agent;

import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the portal said last, on disk: an agent that starts again serves on even when the portal is away. */
record Kept(Path folder) {
    private static final Logger LOG = LoggerFactory.getLogger(Kept.class);

    void keep(String name, Message message) {
        try {
            Path draft = folder.resolve(name + ".new");
            Files.writeString(draft, Json.write(message));
            Files.move(draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.warn("What the portal said could not be kept: {}", e.getMessage());
        }
    }

    <T extends Message> Optional<T> last(String name, Class<T> type) {
        try {
            Path file = folder.resolve(name);
            return Files.exists(file)
                    ? Optional.of(type.cast(Json.read(Files.readString(file), Message.class)))
                    : Optional.empty();
        } catch (IOException | RuntimeException e) {
            LOG.warn("What the portal said last is unreadable, it will say it again: {}", e.getMessage());
            return Optional.empty();
        }
    }
}
