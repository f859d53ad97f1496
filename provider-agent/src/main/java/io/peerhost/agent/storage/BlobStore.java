package io.peerhost.agent.storage;

import io.peerhost.protocol.release.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Blobs as files named by their SHA-256, {@code blobs/ab/abcd…}: written beside and moved there whole. Any thread may use it. */
public final class BlobStore {
    private final Path blobs;
    private final Path drafts;

    public BlobStore(Path folder) throws IOException {
        blobs = Files.createDirectories(folder.resolve("blobs"));
        drafts = folder.resolve("drafts");
        if (Files.isDirectory(drafts)) clear(drafts);
        Files.createDirectories(drafts);
    }

    /** What stays over a restart are parts of large blobs, which go on where they stopped. */
    private static void clear(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(file -> !file.toString().endsWith(".part")).toList()) Files.deleteIfExists(file);
        }
    }

    public Path path(Hash hash) {
        return blobs.resolve(hash.hex().substring(0, 2)).resolve(hash.hex());
    }

    public boolean has(Hash hash) {
        return Files.exists(path(hash));
    }

    public Optional<Long> size(Hash hash) {
        try {
            return Optional.of(Files.size(path(hash)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** @throws IOException when there is no such blob, or it is longer than {@code most} */
    public byte[] read(Hash hash, int most) throws IOException {
        if (Files.size(path(hash)) > most) throw new IOException("Blob " + hash + " is longer than " + most + " bytes");
        return Files.readAllBytes(path(hash));
    }

    /** @throws IOException when the bytes are not {@code hash}'s */
    public void put(Hash hash, byte[] bytes) throws IOException {
        if (!Hash.ofContent(bytes).equals(hash))
            throw new IOException("What came as blob " + hash + " is something else");
        if (has(hash)) return;
        Path draft = drafts.resolve(UUID.randomUUID().toString());
        Files.write(draft, bytes);
        take(hash, draft);
    }

    /** Where the part of a large blob that has come so far is kept. */
    Path part(Hash hash) {
        return drafts.resolve(hash.hex() + ".part");
    }

    /** Makes a complete file the blob. @throws IOException when its bytes are not {@code hash}'s; it is removed then */
    void adopt(Hash hash, Path draft) throws IOException {
        if (!hashOf(draft).equals(hash)) {
            Files.deleteIfExists(draft);
            throw new IOException("What came as blob " + hash + " is something else");
        }
        take(hash, draft);
    }

    private void take(Hash hash, Path draft) throws IOException {
        Path path = path(hash);
        try {
            Files.createDirectory(path.getParent());
        } catch (FileAlreadyExistsException e) {
            // The folder of these two digits is there: the usual case.
        }
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Whether the blob is there and its bytes are its hash's; removed when they are not. */
    boolean sound(Hash hash) throws IOException {
        try {
            if (hashOf(path(hash)).equals(hash)) return true;
            Files.deleteIfExists(path(hash));
            return false;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static Hash hashOf(Path file) throws IOException {
        MessageDigest sha = Hash.sha256();
        byte[] buffer = new byte[64 * 1024];
        try (InputStream bytes = Files.newInputStream(file)) {
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) sha.update(buffer, 0, read);
        }
        return Hash.of(sha.digest());
    }

    /** Removes every blob that is not needed; returns how many. */
    public int keepOnly(Predicate<Hash> needed) throws IOException {
        int removed = 0;
        try (Stream<Path> files = Files.walk(blobs, 2)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator)
                if (!needed.test(Hash.of(file.getFileName().toString()))) {
                    Files.deleteIfExists(file);
                    removed++;
                }
        }
        return removed;
    }

    /** Bytes of all blobs. */
    public long bytes() throws IOException {
        try (Stream<Path> files = Files.walk(blobs, 2)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
