package io.peerhost.agent.storage;

import static io.peerhost.agent.storage.Content.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.release.Folder;
import io.peerhost.protocol.release.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleasesTest {
    private static final long ROOMY = 64L << 20;

    @TempDir
    Path folder;

    private Content content;
    private BlobStore blobs;
    private Releases releases;

    @BeforeEach
    void open() throws IOException {
        content = new Content();
        start();
    }

    private void start() throws IOException {
        blobs = new BlobStore(folder.resolve("content"));
        releases = new Releases(folder.resolve("content"), blobs, content.client());
    }

    @AfterEach
    void close() {
        content.close();
    }

    private void bring(Hash root) throws IOException, InterruptedException {
        releases.bring(Bytes32.ZERO, root, ROOMY, step -> {});
    }

    @Test
    void shouldHoldEveryBlobWhenAReleaseIsBrought() throws Exception {
        Hash root =
                content.release(Map.of("index.html", text("hello"), "docs/a/b.txt", text("deep"), "empty", text("")));

        bring(root);

        assertThat(releases.whole(root)).isTrue();
        assertThat(content.blobs.keySet()).allMatch(hash -> releases.blob(hash).isPresent());
        assertThat(releases.blob(Hash.ofContent(text("deep"))).orElseThrow().size())
                .isEqualTo(4);
    }

    @Test
    void shouldAskFewTimesWhenThereAreManyFiles() throws Exception {
        Map<String, byte[]> files = new HashMap<>();
        for (int i = 0; i < 2500; i++) files.put("f" + i, text("file " + i));

        bring(content.release(files));

        assertThat(content.asked).containsExactlyInAnyOrder("pack 1", "pack 1000", "pack 1000", "pack 500");
    }

    @Test
    void shouldFetchOnlyWhatChangedWhenTheNextReleaseComes() throws Exception {
        bring(content.release(Map.of("a", text("same"), "b", text("old"))));
        content.asked.clear();

        bring(content.release(Map.of("a", text("same"), "b", text("new"))));

        assertThat(content.asked).containsExactly("pack 1", "pack 1");
    }

    @Test
    void shouldGoOnWhereItStoppedWhenALargeFileBreaksOff() throws Exception {
        byte[] large = new byte[5 << 20];
        new Random(1).nextBytes(large);
        Hash root = content.release(Map.of("large", large));
        content.breaks.put(Hash.ofContent(large), 3 << 20);

        assertThatThrownBy(() -> bring(root)).isInstanceOf(IOException.class);
        start();
        bring(root);

        assertThat(content.asked.getLast()).startsWith("single bytes=").isNotEqualTo("single bytes=0-");
        assertThat(releases.whole(root)).isTrue();
    }

    @Test
    void shouldRefuseABlobWhenItsBytesAreNotItsHashs() throws Exception {
        Hash root = content.release(Map.of("a", text("right")));
        content.blobs.put(Hash.ofContent(text("right")), text("wrong"));

        assertThatThrownBy(() -> bring(root)).isInstanceOf(IOException.class).hasMessageContaining("something else");

        assertThat(releases.whole(root)).isFalse();
        assertThat(releases.blob(Hash.ofContent(text("right")))).isEmpty();
    }

    @Test
    void shouldFetchNothingWhenTheReleaseIsLargerThanReserved() {
        Hash root = content.release(Map.of("a", new byte[2048]));

        assertThatThrownBy(() -> releases.bring(Bytes32.ZERO, root, 2000, step -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("order more disk");

        assertThat(content.asked).containsExactly("pack 1");
    }

    @Test
    void shouldRefuseWhenAFolderLiesAboutItsSize() {
        Hash large = content.release(Map.of("large", new byte[4096]));
        Hash root =
                content.add(new Folder(List.of(new Folder.Entry("sub", Folder.Type.FOLDER, large, 10, 0))).encode());

        assertThatThrownBy(() -> releases.bring(Bytes32.ZERO, root, 2000, step -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("its parent says 10");
    }

    @Test
    void shouldTrustItsOwnMarkWhenItStartsAgainInTheSameBoot() throws Exception {
        Hash root = content.release(Map.of("a", text("a")));
        bring(root);
        content.asked.clear();

        start();
        assertThat(releases.whole(root)).isFalse();
        bring(root);

        assertThat(releases.whole(root)).isTrue();
        assertThat(content.asked).isEmpty();
    }

    @Test
    void shouldFetchAgainWhatAStopOfTheMachineDamaged() throws Exception {
        Hash root = content.release(Map.of("a", text("aaaa"), "b", text("bbbb")));
        bring(root);
        Files.writeString(folder.resolve("content/releases").resolve(root.hex()), "an earlier boot");
        Files.write(blobs.path(Hash.ofContent(text("aaaa"))), new byte[4]);
        start();
        content.asked.clear();

        bring(root);

        assertThat(content.asked).containsExactly("pack 1");
        assertThat(Files.readAllBytes(blobs.path(Hash.ofContent(text("aaaa"))))).isEqualTo(text("aaaa"));
    }

    @Test
    void shouldRemoveOnlyWhatNoReleaseNeedsWhenSwept() throws Exception {
        Hash kept = content.release(Map.of("a", text("shared"), "b", text("kept")));
        Hash gone = content.release(Map.of("a", text("shared"), "b", text("gone")));
        bring(kept);
        bring(gone);

        assertThat(releases.keepOnly(Set.of(kept))).isTrue();

        assertThat(releases.blob(Hash.ofContent(text("shared")))).isPresent();
        assertThat(releases.blob(Hash.ofContent(text("kept")))).isPresent();
        assertThat(releases.blob(Hash.ofContent(text("gone")))).isEmpty();
        assertThat(releases.whole(gone)).isFalse();
        assertThat(releases.whole(kept)).isTrue();
    }

    @Test
    void shouldSweepOnWhenTheDownloadOfAReleaseNeverCameToItsEnd() throws Exception {
        Hash kept = content.release(Map.of("a", text("kept")));
        Hash gone = content.release(Map.of("a", text("gone")));
        Hash half = content.release(Map.of("here/a", text("a"), "missing/a", text("b")));
        bring(kept);
        bring(gone);
        content.blobs.remove(content.release(Map.of("a", text("b"))));
        assertThatThrownBy(() -> bring(half)).isInstanceOf(IOException.class);
        assertThat(releases.blob(half)).isPresent();

        assertThat(releases.keepOnly(Set.of(kept, half))).isTrue();

        assertThat(releases.blob(Hash.ofContent(text("kept")))).isPresent();
        assertThat(releases.blob(Hash.ofContent(text("gone")))).isEmpty();
        assertThat(releases.blob(half)).isPresent();
        assertThat(releases.blob(content.release(Map.of("a", text("a"))))).isPresent();
    }

    @Test
    void shouldKeepWhatIsBelowAFolderWhenAnotherReleaseHasItsBytesAsAFile() throws Exception {
        Hash folder = content.release(Map.of("a", text("below")));
        Hash kept = content.release(Map.of("docs/a", text("below")));
        Hash other = content.release(Map.of("copy", content.blobs.get(folder)));
        bring(kept);
        bring(other);

        releases.keepOnly(Set.of(kept, other));

        assertThat(releases.blob(Hash.ofContent(text("below")))).isPresent();
    }

    @Test
    void shouldLayOutFilesReadOnlyWhenAPodNeedsThem() throws Exception {
        Hash root = content.release(Map.of("index.php", text("<?php"), "css/a b.css", text("body{}")));
        bring(root);

        Path site = new SiteFiles(folder, releases).of(Bytes32.ZERO, root);

        assertThat(site.resolve("css/a b.css")).hasContent("body{}");
        assertThat(Files.getPosixFilePermissions(site.resolve("index.php")))
                .hasToString("[OWNER_READ, GROUP_READ, OTHERS_READ]");
        assertThat(Files.getPosixFilePermissions(site)).hasSize(7);
    }

    @Test
    void shouldKeepTheTimesOfAReleaseWhenAnotherHasTheSameBytes() throws Exception {
        SiteFiles files = new SiteFiles(folder, releases);
        Hash old = content.release(Map.of("a", text("same")));
        content.modified += 60;
        Hash next = content.release(Map.of("a", text("same")));
        Hash third = content.release(Map.of("a", text("same"), "b", text("more")));
        for (Hash root : List.of(old, next, third)) bring(root);

        Path oldFile = files.of(Bytes32.ZERO, old).resolve("a");
        Path nextFile = files.of(Bytes32.ZERO, next).resolve("a");
        assertThat(Files.getLastModifiedTime(oldFile).to(TimeUnit.SECONDS)).isEqualTo(1_700_000_000);
        assertThat(Files.getLastModifiedTime(nextFile).to(TimeUnit.SECONDS)).isEqualTo(1_700_000_060);
        assertThat(nextFile).hasContent("same");

        files.keepOnly(Bytes32.ZERO, Set.of(next));
        assertThat(files.of(Bytes32.ZERO, third).resolve("a"))
                .as("costs a name only where it may")
                .satisfies(file -> assertThat(Files.isSameFile(file, blobs.path(Hash.ofContent(text("same")))))
                        .isTrue());
    }

    @Test
    void shouldRemoveFoldersOfOldReleasesWhenTheyAreNoLongerServed() throws Exception {
        SiteFiles files = new SiteFiles(folder, releases);
        Hash old = content.release(Map.of("a", text("old")));
        Hash current = content.release(Map.of("a", text("new")));
        bring(old);
        bring(current);
        Path oldSite = files.of(Bytes32.ZERO, old);
        Path site = files.of(Bytes32.ZERO, current);

        files.keepOnly(Bytes32.ZERO, Set.of(current));
        assertThat(oldSite).doesNotExist();
        assertThat(site.resolve("a")).hasContent("new");

        files.keepOnly(Bytes32.ZERO, Set.of());
        assertThat(site.getParent()).doesNotExist();
        assertThat(blobs.path(Hash.ofContent(text("new")))).exists();
    }
}
