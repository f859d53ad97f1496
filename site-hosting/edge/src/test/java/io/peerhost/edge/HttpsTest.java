package io.peerhost.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.edge.tunnel.TunnelCertificate;
import io.peerhost.protocol.lease.SiteKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Visitors with TLS, as curl is one. */
class HttpsTest {
    @TempDir
    Path folder;

    private TestEdge edge;
    private byte[] large;

    @BeforeEach
    void start() throws Exception {
        TunnelCertificate made = TunnelCertificate.in(folder.resolve("certificate"), Clock.systemUTC());
        edge = new TestEdge(
                folder.resolve("edge"),
                pem("CERTIFICATE", made.certificate().getEncoded()),
                pem("PRIVATE KEY", made.key().getEncoded()));
        var files = TestSite.text("index.html", "front");
        large = new byte[3 << 20];
        new Random(5).nextBytes(large);
        files.put("large.bin", large);
        edge.publish(new TestSite("blog", SiteKind.STATIC), files);
    }

    @AfterEach
    void stop() throws Exception {
        edge.close();
    }

    private Path pem(String what, byte[] der) throws IOException {
        String text = "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + what + "-----\n";
        return Files.writeString(folder.resolve(what + ".pem"), text);
    }

    private String curl(String... options) throws Exception {
        int port = edge.edge.httpsPort();
        List<String> line = new ArrayList<>(
                List.of("curl", "-sk", "--max-time", "20", "--resolve", "blog.localhost:" + port + ":127.0.0.1"));
        line.addAll(List.of(options));
        line.add("https://blog.localhost:" + port + (options.length > 2 ? "/large.bin" : "/"));
        Process curl = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        assertThat(curl.waitFor(30, TimeUnit.SECONDS)).as("curl ends").isTrue();
        return Files.readString(folder.resolve("said"), StandardCharsets.ISO_8859_1);
    }

    @Test
    void shouldAgreeOnHttp2WhenTheVisitorSpeaksIt() throws Exception {
        assertThat(curl("--http2", "-w %{http_version} %{http_code}")).isEqualTo("front 2 200");
    }

    @Test
    void shouldSpeakHttp1WhenTheVisitorWantsIt() throws Exception {
        assertThat(curl("--http1.1", "-w %{http_version} %{http_code}")).isEqualTo("front 1.1 200");
    }

    @Test
    void shouldGiveALargeFileByEitherVersion() throws Exception {
        for (String version : List.of("--http2", "--http1.1")) {
            Path got = folder.resolve("got");
            curl(version, "-o", got.toString());
            assertThat(Files.readAllBytes(got)).isEqualTo(large);
        }
    }
}
