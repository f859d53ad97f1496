package io.peerhost.gateway.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    @Test
    void shouldCountNothingWhenTheDiskTookNothing(@TempDir Path folder) throws Exception {
        Path files = folder.resolve("spool");
        Spool spool = new Spool(files, 1 << 20, 1 << 20, Clock.systemUTC());
        Incoming incoming = new Incoming(spool);
        incoming.write(0, new byte[Spool.SMALL], 0, Spool.SMALL);
        Files.delete(files);
        incoming.write(Spool.SMALL, new byte[1], 0, 1);

        assertThatThrownBy(incoming::finish).isInstanceOf(IOException.class);
        incoming.discard();

        assertThat(spool.held()).isZero();
    }
}
