package io.peerhost.agent.metering;

import com.fasterxml.jackson.core.type.TypeReference;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.json.Json;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Chains on disk, one small file a lease, replaced whole and synced. */
final class ChainFiles {
    private final Path folder;

    ChainFiles(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    Optional<Chain> read(Bytes32 lease) throws IOException {
        Path file = file(lease);
        return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
    }

    List<Chain> all() throws IOException {
        List<Chain> chains = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".json")).toList()) chains.add(read(file));
        }
        return chains;
    }

    private static Chain read(Path file) throws IOException {
        try {
            return Json.read(Files.readString(file), new TypeReference<Chain>() {});
        } catch (Json.Malformed e) {
            throw new IOException("The usage kept in " + file + " is damaged: " + e.getMessage(), e);
        }
    }

    void write(Chain chain) throws IOException {
        Path file = file(chain.lease());
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        try (FileOutputStream out = new FileOutputStream(draft.toFile())) {
            out.write(Json.bytes(chain));
            out.getFD().sync();
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path file(Bytes32 lease) {
        return folder.resolve(lease.hex() + ".json");
    }
}
