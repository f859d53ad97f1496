package io.peerhost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.devstack.product.PortalApi;
import io.peerhost.e2e.stack.Developer;
import io.peerhost.e2e.stack.Sites;
import io.peerhost.e2e.stack.Stack;
import io.peerhost.e2e.stack.Until;
import io.peerhost.e2e.stack.Visitor;
import io.peerhost.protocol.lease.SiteKind;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A developer's day: order, upload, look, change, roll back. */
@ExtendWith(Stack.class)
class DeployTest {
    private final Stack.Running stack;
    private final PortalApi alice;
    private final Visitor visitor;

    @TempDir
    Path temp;

    DeployTest(Stack.Running stack) {
        this.stack = stack;
        this.alice = stack.as("alice");
        this.visitor = stack.visitor();
    }

    @Test
    void shouldShowTheDemoWhenUpHasEnded() {
        assertThat(stack.status().demo()).isNotEmpty();
        stack.status().demo().forEach(site -> visitor.sees(site.site(), "/", "<"));
    }

    @Test
    void shouldShowASiteWhenItWasPutThereBySftp() throws Exception {
        Developer developer = stack.developer("alice", temp);
        String site = Sites.ordered(alice, "static", SiteKind.STATIC, 2);
        Sites.folder(temp, "one", "first words", 30);
        developer.put(site, "one");

        visitor.sees(site, "/", "first words");
        visitor.sees(site, "/pages/deep/page-7.html", "page 7");
        HttpResponse<String> page = visitor.get(site, "/");
        assertThat(page.headers().firstValue("content-type").orElse("")).startsWith("text/html");
        String tag = page.headers().firstValue("etag").orElseThrow();
        assertThat(visitor.send(visitor.request(site, "/")
                                .header("If-None-Match", tag)
                                .build())
                        .statusCode())
                .isEqualTo(304);
        HttpResponse<String> part = visitor.send(
                visitor.request(site, "/").header("Range", "bytes=0-8").build());
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("<!doctype");
        assertThat(visitor.get(site, "/nothing-here").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldMoveBackWhenAReleaseIsRolledBack() throws Exception {
        Developer developer = stack.developer("alice", temp);
        String site = Sites.ordered(alice, "rollback", SiteKind.STATIC, 1);
        Sites.folder(temp, "one", "release one", 3);
        developer.put(site, "one");
        visitor.sees(site, "/", "release one");
        Sites.folder(temp, "two", "release two", 3);
        developer.put(site, "two");
        visitor.sees(site, "/", "release two");

        assertThat(developer.ssh("releases", site).text()).contains("1").contains("2");
        Developer.Said said = developer.ssh("rollback", site);
        assertThat(said.exit()).as(said.text()).isZero();
        visitor.sees(site, "/", "release one");
    }

    @Test
    void shouldServeNothingOfADeletedSiteEvenUnderANewSiteOfItsName() throws Exception {
        Developer developer = stack.developer("alice", temp);
        String site = Sites.ordered(alice, "gone", SiteKind.STATIC, 1);
        Sites.folder(temp, "one", "of the first site", 3);
        developer.put(site, "one");
        visitor.sees(site, "/", "of the first site");

        alice.delete("/api/sites/" + site);
        Until.passes(
                Duration.ofSeconds(30),
                () -> assertThat(visitor.get(site, "/").statusCode()).isEqualTo(404));
        assertThat(visitor.get(site, "/pages/deep/page-2.html").statusCode()).isEqualTo(404);

        Sites.order(alice, site, SiteKind.STATIC, 1);
        Until.passes(
                Duration.ofSeconds(60),
                () -> assertThat(visitor.get(site, "/").body()).contains("Nothing here yet"));
        Sites.inStage(alice, site, "ACTIVE");
        assertThat(visitor.get(site, "/").body()).doesNotContain("of the first site");
    }

    @Test
    void shouldPublishNothingWhenTheConnectionBreaksInTheMiddle() throws Exception {
        Developer developer = stack.developer("alice", temp);
        String site = Sites.ordered(alice, "broken", SiteKind.STATIC, 1);
        Sites.folder(temp, "one", "whole", 3);
        developer.put(site, "one");
        visitor.sees(site, "/", "whole");

        Files.writeString(temp.resolve("half.html"), "half an upload\n".repeat(400_000));
        Process open = developer.open("-l", "800");
        long from = System.nanoTime();
        open.outputWriter().write("put half.html /" + site + "/index.html\n");
        open.outputWriter().flush();
        Until.passes(Duration.ofSeconds(30), () -> assertThat(System.nanoTime() - from)
                .as("a minute's upload has been going for two seconds")
                .isGreaterThan(2_000_000_000L));
        assertThat(open.isAlive()).isTrue();
        open.descendants().forEach(ProcessHandle::destroyForcibly);
        open.destroyForcibly().waitFor();

        assertThat(visitor.get(site, "/").body()).contains("whole");
        developer.sftpTry("ls -la /" + site);
        assertThat(visitor.get(site, "/").body()).contains("whole");
        Sites.folder(temp, "two", "whole again", 3);
        developer.put(site, "two");
        visitor.sees(site, "/", "whole again");
    }

    @Test
    void shouldRunPhpInAPodAndLoseNoRequestWhenItIsReleasedAnew() throws Exception {
        Developer developer = stack.developer("alice", temp);
        String site = Sites.ordered(alice, "php", SiteKind.PHP, 1);
        Path folder = Files.createDirectories(temp.resolve("app"));
        Files.writeString(folder.resolve("index.php"), "<?php echo 'version one on ', PHP_VERSION;");
        developer.put(site, "app");
        Until.get(Duration.ofSeconds(180), () -> visitor.sees(site, "/", "version one on 8."));
        for (String path : List.of("/.peerhost/alive", "/.peerhost/ready"))
            assertThat(visitor.get(site, path).statusCode()).as(path).isEqualTo(404);

        List<String> failures = new ArrayList<>();
        AtomicBoolean going = new AtomicBoolean(true);
        Thread visits = Thread.ofVirtual().start(() -> {
            while (going.get())
                try {
                    HttpResponse<String> answer = visitor.get(site, "/");
                    if (answer.statusCode() != 200) failures.add(answer.statusCode() + " " + answer.body());
                } catch (Exception e) {
                    failures.add(e.toString());
                }
        });
        Files.writeString(folder.resolve("index.php"), "<?php echo 'version two on ', PHP_VERSION;");
        developer.put(site, "app");
        Until.get(Duration.ofSeconds(60), () -> visitor.sees(site, "/", "version two on 8."));
        going.set(false);
        visits.join();
        assertThat(failures).isEmpty();
    }
}
