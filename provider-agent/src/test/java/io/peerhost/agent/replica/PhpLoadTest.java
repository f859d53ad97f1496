package io.peerhost.agent.replica;

import static io.peerhost.agent.storage.Content.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.agent.workload.PodSpec;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a PHP site does when it needs all it has: children, room in /tmp, memory. */
class PhpLoadTest {
    /** What the agent asks of a pod later on, any failure being one too many. */
    private static final PodSpec.Probe LIVENESS = new PodSpec.Probe("/none", 0, "/.peerhost/alive", 0, 1);

    @RegisterExtension
    static final PodMachine machine = new PodMachine();

    @Test
    void shouldServeFilesAndLiveWhenEveryScriptIsBusy() throws Exception {
        InetSocketAddress pod = machine.site(Map.of("style.css", text("p{}"), "stream.php", PodMachine.STREAM));

        try (InputStream first = machine.stream(pod);
                InputStream second = machine.stream(pod)) {
            assertThat(first.read()).isEqualTo(second.read());
            assertThat(machine.get(pod, "/style.css").body()).isEqualTo("p{}");
            assertThat(new Probing(pod, LIVENESS, Instant::now).stillAnswers()).isTrue();
        }
        for (String path : new String[] {"/.peerhost/alive", "/.peerhost/ready"})
            assertThat(machine.status(pod, path)).as("to a visitor").isEqualTo(404);
    }

    @Test
    void shouldKeepNobodyWaitingForAnotherWhenAsManyComeAtOnceAsScriptsMayRun() throws Exception {
        int scripts = 6;
        InetSocketAddress pod =
                machine.site(machine.php(256, Map.of("index.php", meeting(scripts, "$_SERVER['QUERY_STRING']"))));

        try (ExecutorService visitors = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<HttpResponse<String>> visit = () -> machine.get(pod, "/?visitor");
            for (Future<HttpResponse<String>> answer : visitors.invokeAll(Collections.nCopies(scripts, visit)))
                assertThat(answer.get().body()).isEqualTo("met visitor");
        }
    }

    /** Ends when so many of it run at the same time; who waited for that in vain says "alone". */
    private static byte[] meeting(int scripts, String told) {
        return text("<?php file_put_contents('/tmp/here', 'x', FILE_APPEND); for ($i = 0; $i < 500 &&"
                + " filesize('/tmp/here') < " + scripts + "; $i++) { usleep(20000); clearstatcache(); }"
                + " echo $i < 500 ? 'met ' : 'alone ', " + told + ";");
    }

    @Test
    void shouldTakeTwoOfTheLargestUploadsAtOnceAndSayWhenThereIsNoRoom() throws Exception {
        InetSocketAddress pod = machine.site(Map.of(
                "upload.php", meeting(2, "filesize($_FILES['file']['tmp_name'])"),
                "fill.php",
                        text(
                                "<?php $file = fopen('/tmp/filled', 'w'); for ($i = 0; $i < 500 && disk_free_space('/tmp') < 40 << 20;"
                                        + " $i++) usleep(20000); $left = (int) disk_free_space('/tmp') -"
                                        + " ($_GET['free'] << 20); while ($left > 0) $left -="
                                        + " fwrite($file, str_repeat('x', min($left, 1 << 20)));")));
        int largest = (8 << 20) - 1000;
        try (ExecutorService visitors = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<HttpResponse<String>> visit = () -> uploaded(pod, largest);
            for (Future<HttpResponse<String>> answer : visitors.invokeAll(List.of(visit, visit)))
                assertThat(answer.get().body()).isEqualTo("met " + largest);
        }

        // Too little for nginx; enough for nginx, but not for PHP too. What was sent before is removed after its
        // answer.
        for (int free : new int[] {2, 6}) {
            assertThat(machine.status(pod, "/fill.php?free=" + free)).isEqualTo(200);
            HttpResponse<String> refused = uploaded(pod, 4 << 20);
            assertThat(refused.statusCode()).as("with %s MiB free", free).isEqualTo(507);
            assertThat(refused.body()).contains("no room for what was sent");
        }
        machine.eventually(() -> machine.node.lines.stream().anyMatch(line -> line.contains("found no room in /tmp")));
        assertThat(machine.node.lines).as("since the start").noneMatch(line -> line.contains("connect() to"));
    }

    private static HttpResponse<String> uploaded(InetSocketAddress pod, int bytes) throws Exception {
        String head = "--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n";
        return machine.send(pod, "/upload.php", BodyHandlers.ofString(), request -> request.header(
                        "Content-Type", "multipart/form-data; boundary=part")
                .POST(BodyPublishers.concat(
                        BodyPublishers.ofString(head),
                        BodyPublishers.ofByteArray(new byte[bytes]),
                        BodyPublishers.ofString("\r\n--part--\r\n"))));
    }

    @Test
    void shouldTellTheOwnerWhenAScriptNeedsMoreMemoryThanTheSiteHas() throws Exception {
        InetSocketAddress pod = machine.site(
                Map.of("index.php", text("<?php ini_set('memory_limit', -1); str_repeat('x', 300 << 20);")));

        assertThat(machine.status(pod, "/")).isEqualTo(502);

        machine.eventually(() -> machine.node.lines.stream().anyMatch(line -> line.contains("needed more memory")));
        assertThat(Path.of("oom")).as("what conmon leaves where it runs").doesNotExist();
    }

    @Test
    void shouldForgetOldSessionsWhenNewOnesBegin() throws Exception {
        InetSocketAddress pod = machine.site(Map.of(
                "index.php",
                text("<?php $old = session_save_path() . '/sess_old'; touch($old, time() - 90000);"
                        + " ini_set('session.gc_divisor', 1); session_start(); clearstatcache();"
                        + " echo file_exists($old) ? 'kept' : 'gone';")));

        assertThat(machine.get(pod, "/").body()).isEqualTo("gone");
    }
}
