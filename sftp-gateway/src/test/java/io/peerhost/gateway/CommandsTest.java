package io.peerhost.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.gateway.draft.Bytes;
import io.peerhost.protocol.replica.ReplicaLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandsTest extends GatewayTest {
    @Test
    void shouldSayWhatIsTooMuchWhenACommandHasMoreWordsThanItTakes() throws Exception {
        Map<String, String> wrong = Map.of(
                "rollback blog 1 2", "\"2\" is too much, say: rollback SITE [N]",
                "rollback", "Say which site: rollback SITE",
                "deploy blog now", "\"now\" is too much, say: deploy SITE",
                "sites x", "\"x\" is too much, say: sites",
                "status x y", "\"x\" is too much, say: status",
                "help deploy", "\"deploy\" is too much, say: help");
        for (var one : wrong.entrySet()) {
            Rig.Result result = rig.ssh(one.getKey());
            assertThat(result.code()).as(one.getKey()).isEqualTo(2);
            assertThat(result.errors().lines()).as(one.getKey()).containsExactly(one.getValue(), "Try: help");
        }
    }

    @Test
    void shouldShowWhatReplicasWroteWhenAskedForLogs() throws Exception {
        assertThat(rig.ssh("logs", "blog").out()).isEqualTo("blog: its replicas have written nothing lately.\n");
        rig.standIn.portal.logs.put(
                site.id,
                List.of(new ReplicaLog(0, List.of("GET /\u001b[2J 200", "done")), new ReplicaLog(1, List.of())));
        assertThat(rig.ssh("logs", "blog").out().lines())
                .containsExactly("replica 1: GET /?[2J 200", "replica 1: done");
        assertThat(rig.ssh("logs", "other").errors()).contains("no site called other");
    }

    @Test
    void shouldSayHowMuchAndWhereWhenAskedForSites() throws Exception {
        Files.write(folder.resolve("a"), new byte[3 << 19]);

        assertThat(rig.ssh("sites").out()).isEqualTo("blog  static  http://blog.localhost  nothing published yet\n");
        rig.sftp("put a blog/a");
        assertThat(rig.ssh("sites").out()).isEqualTo("blog  static  http://blog.localhost  release 1\n");
        assertThat(rig.ssh("status").out()).contains("blog: 1.5 MiB of 1 GiB used");
    }

    @Test
    void shouldWriteSizesAsPeopleReadThem() {
        assertThat(Bytes.of(1)).isEqualTo("1 byte");
        assertThat(Bytes.of(1023)).isEqualTo("1023 bytes");
        assertThat(Bytes.of(1024)).isEqualTo("1 KiB");
        assertThat(Bytes.of(89_967_820)).isEqualTo("85.8 MiB");
        assertThat(Bytes.of((1 << 20) - 1)).isEqualTo("1 MiB");
        assertThat(Bytes.of(Long.MAX_VALUE)).isEqualTo("8388608 TiB");
    }

    @Test
    void shouldKeepWhatVisitorsGetWhenTheDraftIsCleared() throws Exception {
        Path source = Files.createDirectories(folder.resolve("site/deep/er"))
                .getParent()
                .getParent();
        Files.writeString(source.resolve("old"), "old");
        Files.writeString(source.resolve("deep/er/old"), "old");
        rig.sftp("put -r site/* blog/");
        assertThat(site.draft).containsKeys("old", "deep/er/old");

        Rig.Result cleared = rig.ssh("clear", "blog");

        assertThat(cleared.code()).as(cleared.errors()).isZero();
        assertThat(cleared.out()).contains("the draft is empty now, 2 files removed");
        assertThat(site.draft).isEmpty();
        assertThat(rig.ssh("deploy", "blog").errors()).contains("holds no files");
        assertThat(rig.sftp("mkdir blog/empty").errors())
                .contains("not published")
                .contains("holds no files");
        assertThat(site.releases).hasSize(1);
        Files.writeString(folder.resolve("new"), "new");
        assertThat(rig.sftp("put new blog/").errors()).contains("release 2 is live");
        assertThat(site.releases.getLast()).containsOnlyKeys("empty", "new");
    }

    @Test
    void shouldTellThatAReleaseStartsFirstWhenItsSiteNeedsPods() throws Exception {
        site.kind = "PHP";
        Files.writeString(folder.resolve("a"), "a");

        assertThat(rig.sftp("put a blog/a").errors())
                .contains("release 1 is live as soon as its machines have started it, 1 file");
    }
}
