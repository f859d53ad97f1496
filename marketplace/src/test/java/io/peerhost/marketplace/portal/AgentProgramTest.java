package io.peerhost.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerhost.marketplace.api.Problem;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive that sellers fetch, unpacked by the machine's own tar. */
class AgentProgramTest {
    @TempDir
    Path folder;

    @Test
    void shouldUnpackWhenTarReadsIt() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("peerhost-provider-agent.jar"), "agent");
        Files.createDirectories(folder.resolve("lib"));
        Files.write(folder.resolve("lib/a.jar"), new byte[513]);
        AgentProgram program = new AgentProgram(Optional.of(folder.toString()));
        Path archive = folder.resolve("archive.tar");
        try (OutputStream out = Files.newOutputStream(archive)) {
            ((StreamingOutput) program.archive().getEntity()).write(out);
        }
        Path target = Files.createDirectories(folder.resolve("target"));
        Process tar = new ProcessBuilder("tar", "xf", archive.toString())
                .directory(target.toFile())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        assertThat(target.resolve("peerhost-provider-agent.jar")).hasContent("agent");
        assertThat(target.resolve("lib/a.jar")).hasSize(513);
    }

    @Test
    void shouldSayThatThereIsNoneWhenTheOperatorPutNone() {
        AgentProgram program = new AgentProgram(Optional.empty());
        assertThat(program.there()).isFalse();
        assertThatThrownBy(program::archive).isInstanceOf(Problem.class);
    }
}
