package io.peerhost.edge.content;

import io.peerhost.protocol.release.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A folder of files of bounded size together; those not used for the longest time go first. A file found at the start is
 * checked against its hash when it is first used: a disk may have lost what it held.
 */
public final class CacheFolder {
    private final Path folder;
    private final long limit;
    private final Map<String, Long> sizes = new LinkedHashMap<>(256, 0.75f, true);
    private final Set<String> unchecked = ConcurrentHashMap.newKeySet();
    private long total;

    /** @param limit bytes of all files together */
    public CacheFolder(Path folder, long limit) throws IOException {
        this.folder = folder;
        this.limit = limit;
        Files.createDirectories(folder);
        try (Stream<Path> shelves = Files.list(folder)) {
            for (Path shelf : shelves.filter(Files::isDirectory).toList()) scan(shelf);
        }
    }

    private void scan(Path shelf) throws IOException {
        try (Stream<Path> files = Files.list(shelf)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                // Parts were never finished; what was made of blobs carries no hash of its own and is made again.
                if (!name.matches("[0-9a-f]{64}")) Files.deleteIfExists(file);
                else {
                    unchecked.add(name);
                    added(name, Files.size(file));
                }
            }
        }
    }

    Path find(Hash hash) throws IOException {
        Path file = findDerived(hash.hex());
        if (file == null || !unchecked.contains(hash.hex())) return file;
        if (holds(file, hash)) {
            unchecked.remove(hash.hex());
            return file;
        }
        remove(hash.hex());
        return null;
    }

    Path findDerived(String name) {
        synchronized (sizes) {
            if (sizes.get(name) == null) return null;
        }
        Path file = place(name);
        return Files.exists(file) ? file : null;
    }

    /** @throws WrongBytes when {@code in} is not the blob, or longer than {@code most} */
    Path put(Hash hash, InputStream in, long most) throws IOException {
        Path part = part(hash.hex());
        try {
            MessageDigest digest = Hash.sha256();
            long written = copy(in, part, digest, most);
            if (!Hash.of(digest.digest()).equals(hash)) throw new WrongBytes("The hash is another");
            unchecked.remove(hash.hex());
            return finish(part, hash.hex(), written);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    Path put(String name, BlobCache.Maker maker) throws IOException {
        Path part = part(name);
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                maker.make(out);
            }
            return finish(part, name, Files.size(part));
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Bytes of all files together. */
    public long bytes() {
        synchronized (sizes) {
            return total;
        }
    }

    private static long copy(InputStream in, Path to, MessageDigest digest, long most) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long written = 0;
        try (OutputStream out = Files.newOutputStream(to)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                written += read;
                if (written > most) throw new WrongBytes("It is longer than it should be");
                digest.update(buffer, 0, read);
                out.write(buffer, 0, read);
            }
        }
        return written;
    }

    private Path finish(Path part, String name, long size) throws IOException {
        Path file = place(name);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        added(name, size);
        return file;
    }

    private void added(String name, long size) throws IOException {
        Set<String> out = new HashSet<>();
        synchronized (sizes) {
            Long before = sizes.put(name, size);
            total += size - (before == null ? 0 : before);
            for (Iterator<Map.Entry<String, Long>> oldest = sizes.entrySet().iterator(); total > limit; ) {
                Map.Entry<String, Long> next = oldest.next();
                if (next.getKey().equals(name)) break;
                total -= next.getValue();
                out.add(next.getKey());
                oldest.remove();
            }
        }
        for (String each : out) Files.deleteIfExists(place(each));
    }

    private void remove(String name) throws IOException {
        synchronized (sizes) {
            Long size = sizes.remove(name);
            if (size != null) total -= size;
        }
        unchecked.remove(name);
        Files.deleteIfExists(place(name));
    }

    private static boolean holds(Path file, Hash hash) throws IOException {
        MessageDigest digest = Hash.sha256();
        byte[] buffer = new byte[64 * 1024];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) digest.update(buffer, 0, read);
        }
        return Hash.of(digest.digest()).equals(hash);
    }

    private Path part(String name) throws IOException {
        Path shelf = place(name).getParent();
        Files.createDirectories(shelf);
        return Files.createTempFile(shelf, name.substring(0, 8), ".part");
    }

    private Path place(String name) {
        return folder.resolve(name.substring(0, 2)).resolve(name);
    }
}
