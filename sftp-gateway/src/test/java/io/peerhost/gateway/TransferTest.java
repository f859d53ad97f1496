package io.peerhost.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransferTest {
    @TempDir
    Path folder;

    private Rig rig;
    private SiteModel site;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig(folder);
        site = rig.site("blog");
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
    }

    @Test
    void shouldGiveBackTheSameTreeWhenAFolderIsPutAndGot() throws Exception {
        Path source = Files.createDirectory(folder.resolve("source"));
        Random random = new Random(1);
        for (int i = 0; i < 40; i++) {
            byte[] bytes = new byte[random.nextInt(5_000)];
            random.nextBytes(bytes);
            Path file = source.resolve("folder " + i % 5).resolve("deep").resolve("file-" + i + ".bin");
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        }
        byte[] large = new byte[6 << 20];
        random.nextBytes(large);
        Files.write(source.resolve("large.bin"), large);
        Files.createFile(source.resolve("empty"));
        Files.createDirectory(source.resolve("empty-folder"));

        Rig.Result put = rig.sftp("cd blog", "put -r source/*");
        Rig.Result got = rig.sftp("lmkdir copy", "get -r blog/* copy/");

        assertThat(put)
                .satisfies(result ->
                        assertThat(result.code()).as(result.toString()).isZero());
        assertThat(got)
                .satisfies(result ->
                        assertThat(result.code()).as(result.toString()).isZero());
        assertThat(tree(folder.resolve("copy"))).isEqualTo(tree(source));
        assertThat(site.releases).hasSize(1);
        assertThat(put.errors()).contains("blog: release 1 is live");
    }

    private static Map<String, String> tree(Path root) throws Exception {
        Map<String, String> tree = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.toList())
                tree.put(
                        root.relativize(path).toString(),
                        Files.isDirectory(path)
                                ? "folder"
                                : io.peerhost.protocol.release.Hash.ofContent(Files.readAllBytes(path))
                                        .hex());
        }
        return tree;
    }
}
