package io.peerhost.devstack.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    @TempDir
    Path folder;

    @Test
    void shouldGiveTheSameSecretWhenTheStackStartsAgain() {
        String first = secrets().signingKey("SOME_KEY");

        assertThat(secrets().signingKey("SOME_KEY")).isEqualTo(first).matches("0x[0-9a-f]{64}");
    }

    @Test
    void shouldKeepBase64PaddingWhenAMasterKeyIsReadAgain() {
        secrets().masterKey("SOME_MASTER");

        assertThat(Base64.getDecoder().decode(secrets().masterKey("SOME_MASTER")))
                .hasSize(32);
    }

    @Test
    void shouldHideTheFileFromOthersWhenASecretIsKept() throws IOException {
        secrets().password("SOME_PASSWORD");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("secrets"))))
                .isEqualTo("rw-------");
    }

    private Secrets secrets() {
        return new Secrets(folder.resolve("secrets"));
    }
}
