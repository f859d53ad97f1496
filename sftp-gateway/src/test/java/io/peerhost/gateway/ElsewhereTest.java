package io.peerhost.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.protocol.access.SshLogin;
import io.peerhost.protocol.draft.DraftChange;
import io.peerhost.protocol.lease.SiteKind;
import io.peerhost.protocol.release.Hash;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The draft is changed by the API, or at another gateway, while sessions are open here. */
class ElsewhereTest extends GatewayTest {
    @Test
    void shouldShowWhatOthersChangedWhenASessionBegins() throws Exception {
        Files.writeString(folder.resolve("a"), "a");
        try (OpenClient open = rig.open()) {
            open.say("put a blog/mine");
            Rig.await("it is stored", () -> site.draft.containsKey("mine"));
            site.changedElsewhere(put("docs/theirs", "theirs"), new DraftChange.Remove("mine"));

            assertThat(rig.sftp("ls -1 blog", "get blog/docs/theirs got").out())
                    .contains("blog/docs")
                    .doesNotContain("mine");
        }
        assertThat(folder.resolve("got")).hasContent("theirs");
    }

    @Test
    void shouldShowWhatOthersChangedWhenASessionStaysOpen() throws Exception {
        try (OpenClient open = rig.open()) {
            open.say("ls -1 blog");
            open.finish();
            site.changedElsewhere(put("theirs", "theirs"));
            Rig.await("it shows", () -> {
                list(open);
                return open.output().contains("blog/theirs");
            });
        }
    }

    @Test
    void shouldShowASiteThatWasOrderedSinceTheLastLogin() throws Exception {
        assertThat(rig.sftp("ls -1 /").out()).doesNotContain("shop");
        rig.standIn.portal.logins.replaceAll((key, login) -> new SshLogin(
                login.account(),
                login.userName(),
                List.of(
                        login.sites().getFirst(),
                        new SshLogin.SiteAccess(UUID.randomUUID(), "shop", SiteKind.STATIC))));

        assertThat(rig.sftp("ls -1 /").out()).contains("shop");
    }

    @Test
    void shouldWaitForASiteThatWasJustOrdered() throws Exception {
        Files.writeString(folder.resolve("a"), "a");
        rig.standIn.sites.remove(site.id);
        try (OpenClient early = rig.open()) {
            early.say("put a blog/a");
            early.say("bye");
            CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(() -> rig.standIn.sites.put(site.id, site));
            assertThat(early.ends()).isTrue();
        }
        assertThat(site.draft).containsOnlyKeys("a");
    }

    @Test
    void shouldKeepAFileThatIsBeingWrittenWhenOthersRemoveItsFolder() throws Exception {
        Files.write(folder.resolve("large"), new byte[6 << 20]);
        rig.sftp("mkdir blog/docs");
        try (OpenClient slow = rig.open("-l", "32000")) {
            slow.say("put large blog/docs/large");
            Rig.await("it has begun", () -> rig.figure("spool.bytes") > 100_000);
            site.changedElsewhere(new DraftChange.Remove("docs"), put("theirs", "theirs"));
            assertThat(rig.sftp("ls -1 blog").out()).contains("blog/theirs", "blog/docs");
            slow.say("bye");
            assertThat(slow.ends()).isTrue();
        }
        assertThat(site.draft).containsOnlyKeys("docs", "docs/large", "theirs");
    }

    @Test
    void shouldTellWhatContradictsAndStoreTheRestWhenOthersRemovedWhatIsRenamed() throws Exception {
        Files.writeString(folder.resolve("a"), "a");
        rig.sftp("put a blog/a");
        try (OpenClient open = rig.open()) {
            open.say("ls blog");
            open.finish();
            site.changedElsewhere(new DraftChange.Remove("a"), put("theirs", "theirs"));
            open.say("put a blog/before");
            open.say("rename blog/a blog/b");
            open.say("put a blog/after");
            open.say("bye");
            assertThat(open.ends()).isTrue();
            assertThat(open.output()).containsAnyOf("Nothing is at a", "not everything could be stored");
        }
        Rig.await("the rest is stored", () -> site.draft.keySet().contains("before"));
        assertThat(site.draft).doesNotContainKeys("a", "b").containsKey("theirs");
        assertThat(site.releases).hasSize(1);
        assertThat(rig.sftp("ls -1 blog").out()).contains("blog/theirs").doesNotContain("blog/b\n");
    }

    private DraftChange put(String path, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Hash hash = Hash.ofContent(bytes);
        rig.standIn.blobs.put(hash, bytes);
        return new DraftChange.Put(path, hash, bytes.length, 1);
    }

    private static void list(OpenClient client) {
        try {
            client.say("ls -1 blog");
            client.finish();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
