package io.peerhost.devstack.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** One hash over everything a build reads, so that an unchanged project is not built again. */
final class Sources {
    private static final Set<String> PRODUCTS = Set.of("target", "node_modules", "build", "out", "cache");

    private Sources() {}

    static String hash(Path root, List<String> modules) {
        try {
            var files = new TreeSet<Path>();
            files.add(root.resolve("pom.xml"));
            for (String module : modules) {
                collect(root.resolve(module), files);
            }
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : files) {
                digest.update(root.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
                digest.update(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException("The sources cannot be read", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void collect(Path module, Set<Path> files) throws IOException {
        Files.walkFileTree(module, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                boolean product = PRODUCTS.contains(folder.getFileName().toString())
                        && folder.getParent().equals(module);
                return product ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                files.add(file);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
