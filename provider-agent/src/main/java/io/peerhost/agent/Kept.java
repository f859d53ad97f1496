package io.peerhost.agent;

import io.peerhost.protocol.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is known from earlier, above all what the portal said last: an agent that starts again serves on even when the portal is away. */
record Kept(Path folder) {
    private static final Logger LOG = LoggerFactory.getLogger(Kept.class);

    void keep(String name, Object what) {
        try {
            Path draft = folder.resolve(name + ".new");
            Files.writeString(draft, Json.write(what));
            Files.move(draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.warn("{} could not be kept: {}", name, e.getMessage());
        }
    }

    <T> Optional<T> last(String name, Class<T> type) {
        try {
            Path file = folder.resolve(name);
            return Files.exists(file) ? Optional.of(Json.read(Files.readString(file), type)) : Optional.empty();
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} from earlier is unreadable, it is found out again: {}", name, e.getMessage());
            return Optional.empty();
        }
    }
}
