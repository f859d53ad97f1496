package io.peerhost.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Map;
import java.util.Random;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.junit.jupiter.api.Test;

class PublishTest extends GatewayTest {
    @Test
    void shouldPublishNothingWhenTheConnectionBreaks() throws Exception {
        Files.writeString(folder.resolve("a"), "a");
        try (OpenClient session = rig.open()) {
            session.say("put a blog/a");
            Rig.await("a is stored", () -> site.draft.containsKey("a"));
            session.breakConnection();
        }
        Rig.await("the session is gone", () -> rig.connections() == 0);

        assertThat(site.releases).isEmpty();
        Rig.Result next = rig.sftp("put a blog/b");
        assertThat(next.code()).as(next.errors()).isZero();
        assertThat(site.releases).hasSize(1);
        assertThat(site.releases.getFirst().keySet()).containsExactly("a", "b");
    }

    @Test
    void shouldGoOnWithAHalfSentFileWhenTheConnectionBroke() throws Exception {
        byte[] bytes = new byte[40 << 20];
        new Random(4).nextBytes(bytes);
        Files.write(folder.resolve("large"), bytes);
        Files.writeString(folder.resolve("small"), "small");
        try (OpenClient session = rig.open("-l", "16000")) {
            session.say("put large blog/large");
            Rig.await("some of it is here", () -> rig.figure("spool.bytes") > 1 << 20);
            session.breakConnection();
        }
        Rig.await("the session is gone", () -> rig.connections() == 0);

        assertThat(site.draft).doesNotContainKey("large");
        Rig.Result other = rig.sftp("put small blog/small");
        assertThat(other.errors()).contains("large half sent", "rm blog/large");
        assertThat(rig.ssh("deploy", "blog").code()).isEqualTo(1);
        assertThat(rig.ssh("status").out()).contains("half sent: large");
        assertThat(site.releases).isEmpty();
        Rig.Result rest = rig.sftp("reput large blog/large");
        assertThat(rest.code()).as(rest.errors()).isZero();
        assertThat(site.releases).hasSize(1);
        assertThat(rig.standIn.blobs.get(site.draft.get("large").hash())).isEqualTo(bytes);
    }

    @Test
    void shouldPublishTheRestWhenTheConnectionBrokeBeforeAFilesFirstByte() throws Exception {
        Files.writeString(folder.resolve("a"), "a");
        rig.sftp("put a blog/old");
        try (SshClient client = rig.client();
                ClientSession session = rig.session(client);
                SftpClient sftp = SftpClientFactory.instance().createSftpClient(session)) {
            sftp.open("blog/new", OpenMode.Write, OpenMode.Create, OpenMode.Truncate);
            sftp.open("blog/old", OpenMode.Write, OpenMode.Truncate);
            session.close(true).await();
        }
        Rig.await("the session is gone", () -> rig.connections() == 0);

        Rig.Result next = rig.sftp("put a blog/b");
        assertThat(next.errors()).contains("release 2 is live, 2 files");
        assertThat(site.releases.getLast()).containsOnlyKeys("old", "b");
        assertThat(site.releases.getLast().get("old"))
                .isEqualTo(site.releases.getFirst().get("old"));
    }

    @Test
    void shouldPublishAnEmptyFileWhenItWasClosed() throws Exception {
        Files.createFile(folder.resolve("empty"));

        assertThat(rig.sftp("put empty blog/.nojekyll").errors()).contains("release 1 is live, 1 file, 1 changed");
    }

    @Test
    void shouldPublishWhenASessionStaysOpenButIdle() throws Exception {
        site.idleSeconds = 1;
        Files.writeString(folder.resolve("a"), "a");
        try (OpenClient session = rig.open()) {
            session.say("put a blog/a");
            Rig.await("it is published", () -> site.releases.size() == 1);
            session.say("rename blog/a blog/b");
            Rig.await("it is published again", () -> site.releases.size() == 2);
            session.breakConnection();
        }
        assertThat(site.releases.getLast()).containsOnlyKeys("b");
    }

    @Test
    void shouldPublishNothingWhenASessionChangedNothing() throws Exception {
        rig.sftp("ls -la blog", "pwd");

        assertThat(site.releases).isEmpty();
    }

    @Test
    void shouldWaitForTheOtherWhenOneOfTwoSessionsLeaves() throws Exception {
        Files.write(folder.resolve("large"), new byte[8 << 20]);
        Files.writeString(folder.resolve("a"), "a");
        try (OpenClient slow = rig.open("-l", "16000")) {
            slow.say("put large blog/large");
            Rig.await("it has begun", () -> rig.figure("spool.bytes") > 100_000);
            Rig.Result quick = rig.sftp("put a blog/a");
            assertThat(quick.errors()).contains("another session");
            assertThat(site.releases).isEmpty();
            slow.say("bye");
            assertThat(slow.ends()).isTrue();
        }
        Rig.await("both are published", () -> site.releases.size() == 1);
        assertThat(site.releases.getFirst()).containsOnlyKeys("a", "large");
    }

    @Test
    void shouldShowEachOthersFilesWhenTwoSessionsAreOpen() throws Exception {
        Files.writeString(folder.resolve("a"), "a");
        try (OpenClient one = rig.open()) {
            one.say("put a blog/seen");
            Rig.await("a is stored", () -> site.draft.containsKey("seen"));
            assertThat(rig.sftp("ls blog").out()).contains("blog/seen");
        }
    }

    @Test
    void shouldDeployListAndRollBackWhenToldTo() throws Exception {
        Files.writeString(folder.resolve("a"), "one");
        rig.sftp("put a blog/a");
        Files.writeString(folder.resolve("a"), "two");
        rig.sftp("put a blog/a");

        assertThat(rig.ssh("deploy", "blog").out()).contains("nothing has changed, release 2");
        assertThat(rig.ssh("releases", "blog").out().lines().toList())
                .satisfiesExactly(line -> assertThat(line).startsWith("*    2"), line -> assertThat(line)
                        .startsWith("     1"));
        assertThat(rig.ssh("rollback", "blog").out()).contains("release 1");
        assertThat(site.current).isEqualTo(1);
        assertThat(rig.ssh("rollback", "blog", "2").code()).isZero();
        assertThat(site.current).isEqualTo(2);
        assertThat(rig.ssh("rollback", "blog", "9").code()).isEqualTo(1);
        site.retired = 1;
        assertThat(rig.ssh("releases", "blog").out().lines().toList())
                .satisfiesExactly(line -> assertThat(line).doesNotContain("kept"), line -> assertThat(line)
                        .endsWith("no longer kept"));
    }

    @Test
    void shouldSayWhatIsWrongWhenACommandIsNotUnderstood() throws Exception {
        assertThat(rig.ssh("rm -rf /"))
                .satisfies(result -> assertThat(result.code()).isEqualTo(2))
                .satisfies(result ->
                        assertThat(result.errors().lines()).containsExactly("Unknown command: rm", "Try: help"));
        assertThat(rig.ssh("rsync --server -logDtpre.iLsfxC . blog/").errors())
                .contains("rclone sync")
                .doesNotContain("Unknown command");
        assertThat(rig.ssh("git-receive-pack '/blog'").errors())
                .contains("no git here")
                .doesNotContain("Unknown command");
        assertThat(rig.ssh("deploy", "other").errors()).contains("no site called other");
        assertThat(rig.ssh("deploy 'blog").errors()).contains("quote");
        assertThat(rig.ssh("help").code()).isZero();
        assertThat(rig.ssh("sites").out()).startsWith("blog  static");
        assertThat(rig.ssh().out()).contains("Hello alice", "There is no shell here");
    }

    @Test
    void shouldShowLineAndColumnWhenTheSettingsFileIsWrong() throws Exception {
        site.yamlProblem = Map.of("detail", "headers is no list", "line", 3, "column", 5);
        Files.writeString(folder.resolve("peerhost.yaml"), "x");

        Rig.Result left = rig.sftp("put peerhost.yaml blog/");
        Rig.Result deployed = rig.ssh("deploy", "blog");

        assertThat(left.errors()).contains("headers is no list (line 3, column 5)");
        assertThat(deployed.code()).isEqualTo(1);
        assertThat(deployed.errors()).contains("line 3, column 5");
    }

    @Test
    void shouldLoseNothingWhenSitesIsDownForAWhile() throws Exception {
        Files.writeString(folder.resolve("a"), "a");
        Files.write(folder.resolve("large"), new byte[6 << 20]);
        rig.sftp("ls blog");
        try (OpenClient session = rig.open()) {
            session.say("ls blog");
            session.finish();
            rig.standIn.sitesDown = true;
            session.say("put a blog/a");
            session.say("put large blog/large");
            session.finish();
            rig.standIn.sitesDown = false;
            session.say("bye");
            assertThat(session.ends()).isTrue();
        }
        assertThat(site.releases).hasSize(1);
        assertThat(site.releases.getFirst()).containsOnlyKeys("a", "large");
    }

    @Test
    void shouldTellTheClientAndPublishNothingWhenSitesRefusesWhatWasSent() throws Exception {
        site.refusal = "The draft is locked";
        Files.writeString(folder.resolve("a"), "a");

        Rig.Result result = rig.sftp("put a blog/a");

        assertThat(result.errors()).contains("The draft is locked");
        assertThat(site.releases).isEmpty();
        site.refusal = null;
        assertThat(rig.sftp("put a blog/a").errors()).contains("release 1 is live");
    }
}
