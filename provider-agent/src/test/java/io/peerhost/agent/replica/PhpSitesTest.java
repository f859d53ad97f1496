package io.peerhost.agent.replica;

import static io.peerhost.agent.storage.Content.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What PHP applications and their browsers expect of the pod they run in. */
class PhpSitesTest {
    @RegisterExtension
    static final PodMachine machine = new PodMachine();

    private static String type(InetSocketAddress pod, String path) throws Exception {
        return machine.get(pod, path).headers().firstValue("content-type").orElse("");
    }

    @Test
    void shouldSendAllOfAnAnswerWhenItIsLargerThanTheScratchSpaceAndItsReaderIsSlow() throws Exception {
        InetSocketAddress pod = machine.site(Map.of(
                "index.php", text("<?php for ($i = 0; $i < 100; $i++) echo str_repeat('x', 1 << 20);"),
                "other.php", text("<?php echo 'other';")));
        long size = 0;

        try (InputStream body = machine.send(pod, "/", BodyHandlers.ofInputStream(), request -> {})
                .body()) {
            for (int read = 1; read > 0; size += read) {
                read = body.readNBytes(1 << 20).length;
                assertThat(machine.status(pod, "/other.php")).isEqualTo(200);
            }
        }

        assertThat(size).isEqualTo(100L << 20);
    }

    @Test
    void shouldSendEachEventWhenItIsFlushed() throws Exception {
        InetSocketAddress pod = machine.site(Map.of(
                "events.php",
                        text("<?php header('Content-Type: text/event-stream'); echo \"one {$_SERVER['PATH_INFO']}\\n\";"
                                + " ob_flush(); flush(); for ($i = 0; $i < 500 && !file_exists('/tmp/heard'); $i++)"
                                + " { usleep(20000); clearstatcache(); } echo $i < 500 ? 'two' : 'late';"),
                "heard.php", text("<?php touch('/tmp/heard');")));

        HttpResponse<InputStream> events = machine.send(
                pod,
                "/events.php/room",
                BodyHandlers.ofInputStream(),
                request -> request.header("Accept", "text/event-stream"));

        try (var lines = new BufferedReader(new InputStreamReader(events.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("one /room");
            assertThat(machine.status(pod, "/heard.php")).isEqualTo(200);
            assertThat(lines.readLine()).isEqualTo("two");
        }
    }

    @Test
    void shouldShowNoSourceWhenAFileHasAnotherNameThanPhp() throws Exception {
        byte[] source = text("<?php $password = 'secret';");
        Map<String, byte[]> files = new HashMap<>(Map.of("page.html", text("page"), "lib.inc.js", text("script")));
        List<String> sources = List.of(
                "a.PHP",
                "a.phtml",
                "a.inc",
                "config.php~",
                "config.php.bak",
                "config.php.bak2",
                "config.php.backup",
                "config.php-backup",
                "config.php_old",
                "config.php.disabled",
                "config.php.txt",
                "config.php copy",
                "#config.php#",
                "#config#");
        for (String name : sources) files.put(name, source);
        InetSocketAddress pod = machine.site(files);

        for (String name : sources) {
            String path = "/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
            assertThat(machine.status(pod, path)).as(name).isEqualTo(404);
        }
        assertThat(machine.get(pod, "/lib.inc.js").body()).isEqualTo("script");
    }

    @Test
    void shouldRunNothingOfComposersFolderWhenItLiesAmongThePages() throws Exception {
        InetSocketAddress pod = machine.site(Map.of(
                "index.php", text("<?php require 'vendor/autoload.php'; echo LOADED;"),
                "composer.lock", text("{}"),
                "vendor/autoload.php", text("<?php const LOADED = 'loaded';"),
                "vendor/tool/run.php", text("<?php echo 'run';"),
                "vendor/tool/style.css", text("p{}")));

        assertThat(machine.get(pod, "/").body()).isEqualTo("loaded");
        assertThat(machine.status(pod, "/vendor/tool/run.php")).isEqualTo(404);
        assertThat(machine.status(pod, "/composer.lock")).isEqualTo(404);
        assertThat(machine.get(pod, "/vendor/tool/style.css").body()).isEqualTo("p{}");
    }

    @Test
    void shouldLetVisitorsReachTheNamedFolderOnlyWhileScriptsReachAll() throws Exception {
        InetSocketAddress pod = machine.site(machine.php(
                "app/webroot",
                Map.of(
                        "index.php", text("<?php echo 'top';"),
                        "secret.txt", text("secret"),
                        "app/secret.txt", text("secret"),
                        "app/boot.php", text("<?php const APP = 'app';"),
                        "app/webroot/index.php",
                                text(
                                        "<?php require '../boot.php'; echo APP, $_SERVER['DOCUMENT_ROOT'], $_SERVER['REQUEST_URI'];"),
                        "app/webroot/style.css", text("p{}"))));

        for (String path : new String[] {"/", "/articles/7", "/secret.txt", "/app/boot.php"})
            assertThat(machine.get(pod, path).body()).isEqualTo("app/site/app/webroot" + path);
        assertThat(machine.get(pod, "/style.css").body()).isEqualTo("p{}");
        for (String path : new String[] {"/../secret.txt", "/%2e%2e/secret.txt", "/a/..%2f..%2fsecret.txt"})
            assertThat(machine.status(pod, path)).as(path).isEqualTo(400);
    }

    @Test
    void shouldRunModulesWhenABrowserIsStrictAboutTypes() throws Exception {
        InetSocketAddress pod = machine.site(Map.of("app.mjs", text("export {}"), "site.webmanifest", text("{}")));

        assertThat(type(pod, "/app.mjs")).startsWith("application/javascript");
        assertThat(type(pod, "/site.webmanifest")).isEqualTo("application/manifest+json");
    }

    @Test
    void shouldCompressWhenTheVisitorUnderstandsIt() throws Exception {
        InetSocketAddress pod = machine.site(
                Map.of(
                        "index.php",
                        text(
                                "<?php header('Content-Type: ' . $_SERVER['QUERY_STRING']); echo str_repeat('<p>hello</p>', 1000);")));

        for (String type :
                new String[] {"text/html", "text/javascript", "application/ld+json", "application/vnd.api+json"}) {
            HttpResponse<byte[]> answer = machine.send(
                    pod, "/?" + type, BodyHandlers.ofByteArray(), request -> request.header("Accept-Encoding", "gzip"));
            assertThat(answer.headers().firstValue("content-encoding")).as(type).contains("gzip");
            assertThat(answer.body().length).isLessThan(2000);
        }
    }

    @Test
    void shouldReachTheScriptOfAFolderWhenTheMethodIsNeitherGetNorPost() throws Exception {
        InetSocketAddress pod = machine.site(Map.of(
                "index.php", text("<?php echo $_SERVER['REQUEST_METHOD'];"),
                "api/index.php", text("<?php echo 'api ', $_SERVER['REQUEST_METHOD'], ' ', $_GET['id'];"),
                "pages/index.html", text("page")));

        for (String method : new String[] {"PUT", "PATCH", "OPTIONS", "DELETE"}) {
            assertThat(asked(pod, method, "/").body()).isEqualTo(method);
            assertThat(asked(pod, method, "/api/?id=7").body()).isEqualTo("api " + method + " 7");
            assertThat(asked(pod, method, "/pages/").body()).isEqualTo(method);
            assertThat(asked(pod, method, "/pages/index.html").statusCode()).isEqualTo(405);
        }
    }

    private static HttpResponse<String> asked(InetSocketAddress pod, String method, String path) throws Exception {
        return machine.send(
                pod, path, BodyHandlers.ofString(), request -> request.method(method, BodyPublishers.ofString("body")));
    }

    @Test
    void shouldSayThatThePageIsBrokenWhenItsScriptEndsBeforeAWord() throws Exception {
        InetSocketAddress pod = machine.site(Map.of(
                "syntax.php", text("<?php echo 1"),
                "thrown.php", text("<?php ob_start(); throw new Exception('secret');"),
                "begun.php", text("<?php echo 'begun'; nothing();"),
                "own.php",
                        text("<?php register_shutdown_function(function () { echo 'own page'; });"
                                + " http_response_code(500); nothing();"),
                "chosen.php", text("<?php http_response_code(500);")));

        for (String path : new String[] {"/syntax.php", "/thrown.php"}) {
            HttpResponse<String> answer = machine.get(pod, path);
            assertThat(answer.statusCode()).as(path).isEqualTo(500);
            assertThat(answer.body()).as(path).contains("This page is broken").doesNotContain("secret");
        }
        assertThat(machine.get(pod, "/begun.php").body()).isEqualTo("begun");
        assertThat(machine.get(pod, "/own.php").body()).isEqualTo("own page");
        assertThat(machine.get(pod, "/chosen.php").body()).isEmpty();
    }

    @Test
    void shouldSayWhatIsWrongWhenThePodItselfRefuses() throws Exception {
        InetSocketAddress pod = machine.site(Map.of("page.html", text("page"), "folder/style.css", text("p{}")));

        HttpResponse<String> folder = machine.get(pod, "/folder/");
        HttpResponse<String> large = machine.send(
                pod,
                "/page.html",
                BodyHandlers.ofString(),
                request -> request.POST(BodyPublishers.ofByteArray(new byte[20 << 20])));

        assertThat(folder.statusCode()).isEqualTo(403);
        assertThat(folder.body()).contains("nothing to see in this folder").doesNotContain("nginx");
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(large.body()).contains("larger than this site takes");
        assertThat(machine.get(pod, "/nothing").body()).contains("no such page");
        assertThat(machine.get(pod, "/folder").headers().firstValue("location")).contains("/folder/");
        assertThat(asked(pod, "DELETE", "/folder/").statusCode()).isEqualTo(404);
        assertThat(List.of(
                        machine.get(pod, "/folder"),
                        machine.get(pod, "/%00"),
                        asked(pod, "DELETE", "/page.html"),
                        asked(pod, "DELETE", "/folder/"),
                        machine.send(
                                pod,
                                "/page.html",
                                BodyHandlers.ofString(),
                                request -> request.header("Range", "bytes=1000-"))))
                .allSatisfy(answer -> assertThat(answer.body()).contains("<p>").doesNotContain("nginx"));
        assertThat(machine.status(pod, "/nothing")).isEqualTo(404);
    }

    @Test
    void shouldLetNoBrowserKeepAFileOfTheReleaseBefore() throws Exception {
        InetSocketAddress pod =
                machine.site(Map.of("style.css", text("p{}"), "index.php", text("<?php echo 'front';")));

        assertThat(machine.get(pod, "/style.css").headers().firstValue("cache-control"))
                .contains("public, max-age=0, must-revalidate");
        assertThat(machine.get(pod, "/").headers().firstValue("cache-control")).isEmpty();
    }
}
