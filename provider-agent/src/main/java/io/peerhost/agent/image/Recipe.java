package io.peerhost.agent.image;

import io.peerhost.protocol.release.Hash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What an image is made from: the files of one folder of {@code k8s/runtimes}, which travel in this jar.
 *
 * @param files content by name
 */
record Recipe(SortedMap<String, byte[]> files) {
    /** @param name of the folder */
    static Recipe named(String name) {
        URL folder = Recipe.class.getResource("/runtimes/" + name);
        if (folder == null) throw new IllegalStateException("The jar lacks runtimes/" + name);
        try {
            URI address = folder.toURI();
            if (address.getScheme().equals("file")) return read(Path.of(address));
            try (FileSystem jar = FileSystems.newFileSystem(address, Map.of())) {
                return read(jar.getPath("/runtimes/" + name));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Recipe read(Path folder) throws IOException {
        SortedMap<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.toList()) files.put(file.getFileName().toString(), Files.readAllBytes(file));
        }
        return new Recipe(files);
    }

    String[] lines(String name) {
        return new String(files.get(name), java.nio.charset.StandardCharsets.UTF_8)
                .strip()
                .split("\n");
    }

    /** Twelve hex digits that change with any file, and with what it stands upon. */
    String version(String upon) {
        MessageDigest sha = Hash.sha256();
        sha.update(upon.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        files.forEach((name, content) -> {
            sha.update(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            sha.update(ByteBuffer.allocate(8).putLong(content.length).array());
            sha.update(content);
        });
        return Hash.of(sha.digest()).hex().substring(0, 12);
    }

    void unpack(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Map.Entry<String, byte[]> file : files.entrySet())
            Files.write(folder.resolve(file.getKey()), file.getValue());
    }
}
