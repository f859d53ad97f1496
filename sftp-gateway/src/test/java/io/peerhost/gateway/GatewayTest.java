package io.peerhost.gateway;

import io.peerhost.protocol.release.Hash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A gateway of its own for each test, and alice, who has one site. */
abstract class GatewayTest {
    @TempDir
    Path folder;

    Rig rig;
    SiteModel site;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig(folder);
        site = rig.site("blog");
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
    }

    /** Paths of files and folders below {@code root}, with what they hold. */
    static Map<String, String> tree(Path root) throws Exception {
        Map<String, String> tree = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.toList())
                tree.put(
                        root.relativize(path).toString(),
                        Files.isDirectory(path)
                                ? "folder"
                                : Hash.ofContent(Files.readAllBytes(path)).hex());
        }
        return tree;
    }
}
