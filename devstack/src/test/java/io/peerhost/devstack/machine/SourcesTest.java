package io.peerhost.devstack.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {
    @TempDir
    Path root;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        write("billing/src/Main.java", "one");
    }

    @Test
    void shouldChangeWhenAFileDoes() throws IOException {
        String before = hash();

        write("billing/src/Main.java", "two");

        assertThat(hash()).isNotEqualTo(before);
    }

    @Test
    void shouldChangeWhenAFileIsMoved() throws IOException {
        String before = hash();

        Files.move(root.resolve("billing/src/Main.java"), root.resolve("billing/src/Other.java"));

        assertThat(hash()).isNotEqualTo(before);
    }

    @Test
    void shouldStayWhenOnlyTheBuildWrote() throws IOException {
        String before = hash();

        write("billing/target/Main.class", "bytes");

        assertThat(hash()).isEqualTo(before);
    }

    @Test
    void shouldSeeAPackageWhenItIsCalledLikeABuildFolder() throws IOException {
        String before = hash();

        write("billing/src/io/cache/Cache.java", "class");

        assertThat(hash()).isNotEqualTo(before);
    }

    private String hash() {
        return Sources.hash(root, List.of("billing"));
    }

    private void write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
