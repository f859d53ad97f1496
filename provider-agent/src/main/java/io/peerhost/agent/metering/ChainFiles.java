package io.peerhost.agent.metering;

import com.fasterxml.jackson.core.type.TypeReference;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.json.Json;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Chains on disk, one small file a lease, replaced whole and synced. A chain with a record that is being handed out is a draft beside
 * it, until somebody has taken the record.
 */
final class ChainFiles {
    private static final String ENDING = ".json";
    private static final String DRAFT = ".json.new";

    private final Path folder;

    ChainFiles(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    Optional<Chain> read(Bytes32 lease) throws IOException {
        Optional<Chain> draft = draft(file(lease, DRAFT));
        if (draft.isPresent()) return draft;
        Path file = file(lease, ENDING);
        if (!Files.exists(file)) return Optional.empty();
        try {
            return Optional.of(read(file));
        } catch (Json.Malformed e) {
            throw new IOException("The usage kept in " + file + " is damaged: " + e.getMessage(), e);
        }
    }

    boolean know(Bytes32 lease) {
        return Files.exists(file(lease, ENDING)) || Files.exists(file(lease, DRAFT));
    }

    /** Chains of which nobody knows whether their last record was taken. */
    List<Chain> drafts() throws IOException {
        List<Chain> chains = new ArrayList<>();
        for (Path file : files(DRAFT)) draft(file).ifPresent(chains::add);
        return chains;
    }

    /** Empty when it was never finished: then its record was not handed out either. */
    private static Optional<Chain> draft(Path file) throws IOException {
        try {
            return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
        } catch (Json.Malformed e) {
            return Optional.empty();
        }
    }

    private static Chain read(Path file) throws IOException {
        return Json.read(Files.readString(file), new TypeReference<Chain>() {});
    }

    /** On disk when this returns. */
    void draft(Chain chain) throws IOException {
        try (FileOutputStream out =
                new FileOutputStream(file(chain.lease(), DRAFT).toFile())) {
            out.write(Json.bytes(chain));
            out.getFD().sync();
        }
    }

    /** The record of the draft was taken. */
    void keep(Bytes32 lease) throws IOException {
        Files.move(
                file(lease, DRAFT),
                file(lease, ENDING),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** The record of the draft was not taken. */
    void drop(Bytes32 lease) throws IOException {
        Files.deleteIfExists(file(lease, DRAFT));
    }

    /** Removes the chains of all other leases whose last record was taken before {@code limit}. */
    void keepOnly(Set<Bytes32> leases, Instant limit) throws IOException {
        for (Path file : files(ENDING)) {
            String name = file.getFileName().toString();
            boolean needed = leases.contains(new Bytes32(name.substring(0, name.length() - ENDING.length())));
            if (!needed && Files.getLastModifiedTime(file).toInstant().isBefore(limit)) Files.delete(file);
        }
    }

    private List<Path> files(String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    private Path file(Bytes32 lease, String ending) {
        return folder.resolve(lease.hex() + ending);
    }
}
