package io.peerhost.sites.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerhost.rest.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SiteManifestTest {
    private static SiteManifest read(String text) {
        return SiteManifest.read(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldReadEveryKeyWhenItIsRight() {
        assertThat(
                        read(
                                "# ours\npublish: { afterIdle: 30s }\nindex: home.html\nnotFound: errors/404.html\ncleanUrls: true\nfallback: app.html\nroot: web/dist-1\n"))
                .isEqualTo(new SiteManifest(
                        30,
                        "home.html",
                        "errors/404.html",
                        true,
                        new SiteManifest.Named("app.html", 6, 11),
                        new SiteManifest.Named("web/dist-1", 7, 7)));
        assertThat(read("")).isEqualTo(SiteManifest.NONE);
    }

    @Test
    void shouldSayLineAndColumnWhenItIsWrong() {
        wrongAt("index: [a]\n", 1, 8);
        wrongAt("index: a\nindex: b\n", 2, 1);
        wrongAt("cleanUrls: maybe\n", 1, 12);
        wrongAt("publish:\n  afterIdle: 0s\n", 2, 14);
        wrongAt("publish:\n  afterIdle: 99999\n", 2, 14);
        wrongAt("index: ../secret\n", 1, 8);
        wrongAt("index: a\nfallback: /index.html\n", 2, 11);
        for (String root :
                new String[] {"..", "dist/../..", ".", "/dist", "dist/", "a//b", "a;b", "$x", "a b", "''", "[dist]"})
            wrongAt("index: a\nroot: " + root + "\n", 2, 7);
        wrongAt("- a\n", 1, 1);
        wrongAt("a: &x [1]\nb: *x\n", 1, 1);
    }

    @Test
    void shouldRefuseWhenTheTextIsNoYamlOrTooMuch() {
        assertThatThrownBy(() -> read("index: \"open\n")).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> read("index: \t@\n")).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> read("#" + "x".repeat(70_000))).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> SiteManifest.read(new byte[] {(byte) 0xff})).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> read("a: ".repeat(1_000))).isInstanceOf(Problem.class);
    }

    private static void wrongAt(String text, int line, int column) {
        assertThatThrownBy(() -> read(text)).as(text).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.body().status()).isEqualTo(422);
            assertThat(problem.body().members()).containsAllEntriesOf(Map.of("line", line, "column", column));
        });
    }
}
