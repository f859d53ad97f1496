package io.peerhost.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.protocol.release.Hash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TransferTest extends GatewayTest {
    @Test
    void shouldGiveBackTheSameTreeWhenAFolderIsPutAndGot() throws Exception {
        Path source = Files.createDirectory(folder.resolve("source"));
        Random random = new Random(1);
        for (int i = 0; i < 40; i++) {
            byte[] bytes = new byte[random.nextInt(5_000)];
            random.nextBytes(bytes);
            Path file = source.resolve("folder " + i % 5).resolve("deep").resolve("file-" + i + ".bin");
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        }
        byte[] large = new byte[6 << 20];
        random.nextBytes(large);
        Files.write(source.resolve("large.bin"), large);
        Files.createFile(source.resolve("empty"));
        Files.createDirectory(source.resolve("empty-folder"));

        Rig.Result put = rig.sftp("cd blog", "put -r source/*");
        Rig.Result got = rig.sftp("lmkdir copy", "get -r blog/* copy/");

        assertThat(put)
                .satisfies(result ->
                        assertThat(result.code()).as(result.toString()).isZero());
        assertThat(got)
                .satisfies(result ->
                        assertThat(result.code()).as(result.toString()).isZero());
        assertThat(tree(folder.resolve("copy"))).isEqualTo(tree(source));
        assertThat(site.releases).hasSize(1);
        assertThat(put.errors()).contains("blog: release 1 is live");
    }

    @Test
    void shouldPublishTheSameDraftAsAModelWhenFilesAreRenamedAndRemoved() throws Exception {
        Files.writeString(folder.resolve("a"), "one");
        Files.writeString(folder.resolve("b"), "two");

        Rig.Result result = rig.sftp(
                "cd blog",
                "put a",
                "put b",
                "mkdir docs",
                "rename a docs/a",
                "rename b docs/a",
                "mkdir gone",
                "rmdir gone",
                "put a old",
                "rm old",
                "rename docs pages");

        assertThat(result.code()).as(result.errors()).isZero();
        assertThat(site.draft.keySet()).containsExactly("pages", "pages/a");
        assertThat(rig.standIn.blobs.get(site.draft.get("pages/a").hash()))
                .asString()
                .isEqualTo("two");
        assertThat(site.releases).hasSize(1);
    }

    @Test
    void shouldKeepNamesAsTheyAreWhenTheyAreOdd() throws Exception {
        String[] names = {
            "with space", "-dash", "ünï-日本", "quote'\"q", "back\\slash", "a;b&c|d", "*star?", "#hash", "..."
        };
        Path source = Files.createDirectory(folder.resolve("odd"));
        for (String name : names) Files.writeString(source.resolve(name), name);

        Rig.Result result = rig.sftp("put -r odd blog/");
        Rig.Result got = rig.sftp("get -r blog/odd back");

        assertThat(result.code()).as(result.errors()).isZero();
        assertThat(got.code()).as(got.errors()).isZero();
        assertThat(tree(folder.resolve("back"))).isEqualTo(tree(source));
        assertThat(site.draft.keySet()).contains("odd/-dash", "odd/ünï-日本", "odd/back\\slash");
    }

    @Test
    void shouldAskForManySmallFilesAtOnceWhenAFolderIsRead() throws Exception {
        Path source = Files.createDirectory(folder.resolve("many"));
        for (int i = 0; i < 300; i++) Files.writeString(source.resolve("file" + i), "content of " + i);
        Rig.Result put = rig.sftp("put -r many blog/");
        assertThat(put.code()).as(put.errors()).isZero();

        Rig.Result got = rig.sftp("get -r blog/many back");

        assertThat(got.code()).as(got.errors()).isZero();
        assertThat(tree(folder.resolve("back"))).isEqualTo(tree(source));
        assertThat(rig.standIn.blobsAsked.get() + rig.standIn.packsAsked.get()).isLessThan(10);
    }

    @Test
    void shouldGoOnWhereItStoodWhenAFileIsResumed() throws Exception {
        byte[] bytes = new byte[9 << 20];
        new Random(2).nextBytes(bytes);
        Files.write(folder.resolve("whole.bin"), bytes);
        Files.write(folder.resolve("half.bin"), Arrays.copyOf(bytes, 5 << 20));

        Rig.Result half = rig.sftp("put half.bin blog/whole.bin");
        Rig.Result rest = rig.sftp("reput whole.bin blog/whole.bin");

        assertThat(half.code()).as(half.errors()).isZero();
        assertThat(rest.code()).as(rest.errors()).isZero();
        assertThat(site.draft.get("whole.bin").hash()).isEqualTo(Hash.ofContent(bytes));
    }

    @Test
    void shouldStoreALargeFileWhenAnUploadBreaksInTheMiddle() throws Exception {
        byte[] bytes = new byte[20 << 20];
        new Random(3).nextBytes(bytes);
        Files.write(folder.resolve("large.bin"), bytes);
        rig.standIn.uploadsBreak = true;

        Rig.Result result = rig.sftp("put large.bin blog/");

        assertThat(result.code()).as(result.errors()).isZero();
        assertThat(site.draft.get("large.bin").hash()).isEqualTo(Hash.ofContent(bytes));
        assertThat(site.releases).hasSize(1);
    }

    @Test
    void shouldNotStoreALargeFileWhenItIsRemovedAtOnce() throws Exception {
        Files.write(folder.resolve("large.bin"), new byte[20 << 20]);
        Files.writeString(folder.resolve("a"), "a");

        Rig.Result result =
                rig.sftp("put large.bin blog/", "get blog/large.bin back.bin", "rm blog/large.bin", "put a blog/a");

        assertThat(result.code()).as(result.errors()).isZero();
        assertThat(folder.resolve("back.bin")).hasSize(20 << 20);
        assertThat(site.releases).hasSize(1);
        assertThat(site.draft).containsOnlyKeys("a");
    }

    @Test
    void shouldKeepTheTimeAndAcceptTheModeWhenAClientSetsThem() throws Exception {
        Path file = Files.writeString(folder.resolve("a"), "a");
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-02-03T04:05:06Z")));

        Rig.Result result = rig.sftp("put -p a blog/a", "chmod 600 blog/a", "ls -l blog/a");

        assertThat(result.code()).as(result.errors()).isZero();
        assertThat(site.draft.get("a").modified())
                .isEqualTo(Instant.parse("2020-02-03T04:05:06Z").getEpochSecond());
        assertThat(result.out()).contains("-rw-r--r--");
    }

    @Test
    void shouldRefuseLinksWhenAClientMakesThem() throws Exception {
        Rig.Result symbolic = rig.sftp("ln -s a blog/link");
        Rig.Result hard = rig.sftp("ln a blog/link");

        assertThat(symbolic.code()).isNotZero();
        assertThat(symbolic.errors()).contains("unsupported");
        assertThat(hard.code()).isNotZero();
    }

    @Test
    void shouldShowTheQuotaAsADiskWhenAskedForSpace() throws Exception {
        Rig.Result result = rig.sftp("df blog");

        assertThat(result.code()).as(result.errors()).isZero();
        assertThat(result.out()).contains("1048576");
    }

    @Test
    void shouldSayNoWhenTheQuotaIsUsedUp() throws Exception {
        site.quota = 1 << 20;
        Files.write(folder.resolve("a"), new byte[2 << 20]);

        Rig.Result result = rig.sftp("put a blog/a");

        assertThat(result.code()).isNotZero();
        assertThat(result.errors()).containsOnlyOnce("which is the disk reserved for it (1 MiB)");
        assertThat(site.draft).doesNotContainKey("a");
    }

    @Test
    void shouldSendFewRequestsWhenManySmallFilesArrive() throws Exception {
        Path source = Files.createDirectory(folder.resolve("many"));
        for (int i = 0; i < 1_500; i++) Files.writeString(source.resolve("file" + i), "content " + i);

        Rig.Result result = rig.sftp("put -r many blog/");

        assertThat(result.code()).as(result.errors()).isZero();
        assertThat(site.draft).hasSize(1_501);
        assertThat(rig.standIn.packs.get()).isLessThan(150);
        assertThat(rig.standIn.draftBatches.get()).isLessThan(150);
    }

    @Test
    void shouldSendNothingTwiceWhenSitesHasItAlready() throws Exception {
        Files.writeString(folder.resolve("a"), "same");
        rig.sftp("put a blog/a");
        int packs = rig.standIn.packs.get();

        rig.sftp("put a blog/b");

        assertThat(site.draft).containsKey("b");
        assertThat(rig.standIn.packs.get()).isEqualTo(packs);
    }

    @Test
    void shouldCopyByBothProtocolsWhenScpIsUsed() throws Exception {
        Path source = Files.createDirectories(folder.resolve("src/in"));
        Files.writeString(source.resolve("a b.txt"), "text");
        Files.write(folder.resolve("src/big"), new byte[300_000]);
        String host = "alice@127.0.0.1:";

        Rig.Result old = rig.scp("-O", "-r", "-p", "src", host + "blog/old");
        Rig.Result fresh = rig.scp("-r", "src", host + "blog/new");
        Rig.Result back = rig.scp("-O", "-r", host + "blog/old", "back-old");
        Rig.Result backNew = rig.scp("-r", host + "blog/new", "back-new");

        for (Rig.Result result : new Rig.Result[] {old, fresh, back, backNew})
            assertThat(result.code()).as(result.errors()).isZero();
        assertThat(tree(folder.resolve("back-old"))).isEqualTo(tree(folder.resolve("src")));
        assertThat(tree(folder.resolve("back-new"))).isEqualTo(tree(folder.resolve("src")));
        assertThat(site.releases).hasSize(2);
    }

    @Test
    void shouldSumFilesWhenASyncProgramAsks() throws Exception {
        Files.writeString(folder.resolve("it's"), "abc");
        rig.sftp("put \"it's\" blog/");

        assertThat(rig.ssh("md5sum 'blog/it'\\''s'").out()).startsWith("900150983cd24fb0d6963f7d28e17f72");
        assertThat(rig.ssh("sha1sum", "\"blog/it's\"").out()).startsWith("a9993e364706816aba3e25717850c26c9cd0d89d");
        assertThat(rig.ssh("md5sum").out()).startsWith("d41d8cd98f00b204e9800998ecf8427e");
        assertThat(rig.ssh("md5sum blog/nothing").code()).isEqualTo(1);
    }
}
