package io.peerhost.marketplace.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentProgramTest {
    @TempDir
    Path folder;

    @Test
    void shouldBeUnpackedByTarWhenWritten() throws Exception {
        Path program = program();
        Path archive = folder.resolve("agent.tar");
        try (OutputStream out = Files.newOutputStream(archive)) {
            AgentProgram.in(program).write(out);
        }
        Process tar = new ProcessBuilder("tar", "xf", archive.toString(), "-C", folder.toString())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        Path unpacked = folder.resolve(AgentProgram.NAME);
        assertThat(unpacked.resolve(AgentProgram.NAME + ".jar")).hasContent("the agent");
        assertThat(unpacked.resolve("lib/one.jar")).hasContent("x".repeat(512));
        assertThat(unpacked.resolve("lib/two.jar")).isEmptyFile();
        assertThat(unpacked.resolve("lib/notes.txt")).doesNotExist();
    }

    @Test
    void shouldSayNoWhenTheFolderHoldsNoAgent() {
        assertThatThrownBy(() -> AgentProgram.in(folder)).isInstanceOf(IOException.class);
    }

    private Path program() throws IOException {
        Path program = folder.resolve("target");
        Files.createDirectories(program.resolve("lib"));
        Files.writeString(program.resolve(AgentProgram.NAME + ".jar"), "the agent");
        Files.writeString(program.resolve("lib/one.jar"), "x".repeat(512));
        Files.writeString(program.resolve("lib/two.jar"), "");
        Files.writeString(program.resolve("lib/notes.txt"), "not for sellers");
        return program;
    }
}
