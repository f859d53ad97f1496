package io.peerhost.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.peerhost.protocol.release.Hash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Programs that people use beside OpenSSH's own; one that is not installed is left out. */
class ClientsTest extends GatewayTest {
    private Path source;

    @BeforeEach
    void makeFiles() throws Exception {
        source = Files.createDirectories(folder.resolve("source"));
        Random random = new Random(5);
        for (String name : List.of("a.txt", "deep/er/b.bin", "with space/ünï", "it's", "empty")) {
            byte[] bytes = new byte[name.equals("empty") ? 0 : random.nextInt(1, 9_000)];
            random.nextBytes(bytes);
            Path file = source.resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
            Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2021-03-04T05:06:07Z")));
        }
        byte[] large = new byte[5 << 20];
        random.nextBytes(large);
        Files.write(source.resolve("large"), large);
    }

    @Test
    void shouldTransferNothingTheSecondTimeWhenRcloneSyncs() throws Exception {
        needs("rclone");
        Rig.Result first = rclone("sync", "-v", "source", "gw:blog/r");
        Rig.Result second = rclone("sync", "-v", "source", "gw:blog/r");
        Rig.Result check = rclone("check", "source", "gw:blog/r");

        assertThat(first.code()).as(first.errors()).isZero();
        assertThat(second.errors()).contains("There was nothing to transfer");
        assertThat(check.errors()).contains("0 differences found");
        assertThat(rclone("about", "gw:").out()).contains("Total:");
        assertThat(rclone("copy", "gw:blog/r", "back").code()).isZero();
        assertThat(tree(folder.resolve("back"))).isEqualTo(tree(source));
        assertThat(rclone("moveto", "gw:blog/r/a.txt", "gw:blog/r/deep/er/b.bin")
                        .code())
                .isZero();
        assertThat(rclone("purge", "gw:blog/r").code()).isZero();
        Rig.await("nothing is left", () -> rig.connections() == 0 && site.draft.isEmpty());
    }

    @Test
    void shouldTransferNothingTheSecondTimeWhenLftpMirrors() throws Exception {
        needs("lftp");
        Rig.Result first = lftp("mirror -R -v -P 3 source blog/m");
        Rig.Result second = lftp("mirror -R -v -P 3 source blog/m");
        Rig.Result back = lftp("mirror -v blog/m back");

        assertThat(first.code()).as(first.errors()).isZero();
        assertThat(second.out() + second.errors()).doesNotContain("Transferring");
        assertThat(back.code()).as(back.errors()).isZero();
        assertThat(tree(folder.resolve("back"))).isEqualTo(tree(source));
        byte[] large = Files.readAllBytes(source.resolve("large"));
        Files.delete(source.resolve("a.txt"));
        assertThat(lftp("mirror -R --delete source blog/m").code()).isZero();
        Rig.await(
                "the draft has no more than its source",
                () -> site.draft.containsKey("m/empty") && !site.draft.containsKey("m/a.txt"));
        Files.write(folder.resolve("half"), Arrays.copyOf(large, 2 << 20));
        assertThat(lftp("put half -o blog/large; put -c source/large -o blog/large; rm -r blog/m")
                        .code())
                .isZero();
        Rig.await("only the large file is left", () -> rig.connections() == 0 && site.draft.size() == 1);
        assertThat(site.draft.get("large").hash()).isEqualTo(Hash.ofContent(large));
    }

    @Test
    void shouldCopyBothWaysWhenCurlIsUsed() throws Exception {
        needs("curl");
        assumeTrue(rig.run(List.of("curl", "-V")).out().contains("sftp"), "this curl knows no SFTP");
        String url = "sftp://127.0.0.1:" + rig.port() + "/blog/new/large";

        Rig.Result put = curl("-T", "source/large", "--ftp-create-dirs", url);
        Rig.Result got = curl("-o", "back", url);
        Rig.Result part = curl("-r", "100-199", "-o", "part", url);

        for (Rig.Result result : List.of(put, got, part))
            assertThat(result.code()).as(result.errors()).isZero();
        assertThat(folder.resolve("back")).hasSameBinaryContentAs(source.resolve("large"));
        assertThat(folder.resolve("part")).hasSize(100);
        assertThat(site.releases).hasSize(1);
    }

    @Test
    void shouldPublishWhatCurlSendsByScpThoughItLeavesOutTheLastByte() throws Exception {
        needs("curl");
        assumeTrue(rig.run(List.of("curl", "-V")).out().contains("scp"), "this curl knows no SCP");

        Rig.Result put = curl("-T", "source/large", "scp://127.0.0.1:" + rig.port() + "/blog/large");

        assertThat(put.code()).as(put.errors()).isZero();
        Rig.await("it is published", () -> site.releases.size() == 1);
    }

    @Test
    void shouldCopyBothWaysWhenPuttyIsUsed() throws Exception {
        needs("psftp");
        needs("puttygen");
        rig.run(List.of("puttygen", "key", "-o", "key.ppk", "-O", "private"));
        Files.writeString(
                folder.resolve("batch"),
                "cd blog\nput -r source p\nput source/a.txt b\nmv b c\nchmod 600 c\nget -r p back\nrm c\n");

        Rig.Result result = putty("psftp", "-b", "batch", "alice@127.0.0.1");
        Rig.Result copied = putty("pscp", "-scp", "-r", "source", "alice@127.0.0.1:blog/q");

        assertThat(result.code()).as(result.out() + result.errors()).isZero();
        assertThat(copied.code()).as(copied.out() + copied.errors()).isZero();
        assertThat(tree(folder.resolve("back"))).isEqualTo(tree(source));
        assertThat(site.draft)
                .containsKeys("p/deep/er/b.bin", "q/deep/er/b.bin")
                .doesNotContainKey("c");
    }

    @Test
    void shouldPublishOnceWhenAMountedSiteIsEditedAndUnmounted() throws Exception {
        needs("sshfs");
        needs("git");
        assumeTrue(Files.isReadable(Path.of("/dev/fuse")), "FUSE is not to be had here");
        Path mount = Files.createDirectory(folder.resolve("mount"));
        Rig.Result mounted = sshfs(mount);
        assumeTrue(mounted.code() == 0, mounted.errors());
        Rig.Result edited;
        try {
            edited = shell("""
                    set -e
                    cd mount
                    for i in 1 2 3; do echo "version $i" >.page.tmp; mv .page.tmp page; done
                    cp -r ../source copy
                    diff -r ../source copy
                    printf 'one\n' >edited; sed -i s/one/two/ edited; echo three >>edited
                    truncate -s 4 page
                    touch -d 2011-01-02T03:04:05Z page
                    git init -q ../repository
                    git -C ../repository -c user.name=a -c user.email=a@b commit -q --allow-empty -m first
                    git clone -q ../repository clone
                    git -C clone fsck
                    rm -r clone
                    exec 3<>open; echo text >&3; rm open; echo more >&3; exec 3>&-
                    """);
        } finally {
            shell("fusermount3 -u mount || fusermount -u mount");
        }
        assertThat(edited.code()).as(edited.errors()).isZero();
        Rig.await("it is published", () -> site.releases.size() == 1 && rig.connections() == 0);
        assertThat(site.releases).hasSize(1);
        assertThat(site.draft).containsKeys("copy/large", "page").doesNotContainKeys("open", ".page.tmp", "clone");
        assertThat(site.draft.get("page").modified())
                .isEqualTo(Instant.parse("2011-01-02T03:04:05Z").getEpochSecond());
        assertThat(rig.standIn.blobs.get(site.draft.get("edited").hash()))
                .asString()
                .isEqualTo("two\nthree\n");
    }

    private static void needs(String program) {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program))),
                program + " is not installed");
    }

    private Rig.Result rclone(String... arguments) throws Exception {
        return run(
                List.of(
                        "rclone",
                        "--config=rclone.conf",
                        "--sftp-host=127.0.0.1",
                        "--sftp-port=" + rig.port(),
                        "--sftp-user=alice",
                        "--sftp-key-file=key"),
                Arrays.stream(arguments)
                        .map(word -> word.replace("gw:", ":sftp:"))
                        .toArray(String[]::new));
    }

    private Rig.Result lftp(String commands) throws Exception {
        String ssh = "ssh -a -x " + String.join(" ", rig.options("key"));
        return run(
                List.of("lftp", "-c"),
                "set cmd:fail-exit yes; set sftp:auto-confirm yes; set sftp:connect-program '" + ssh + "'; open -p "
                        + rig.port() + " sftp://alice:@127.0.0.1; " + commands);
    }

    private Rig.Result curl(String... arguments) throws Exception {
        return run(List.of("curl", "-sS", "-k", "-u", "alice:", "--key", "key", "--pubkey", "key.pub"), arguments);
    }

    private Rig.Result putty(String program, String... arguments) throws Exception {
        String scanned = rig.run(List.of("ssh-keyscan", "-t", "ed25519", "-p", rig.port(), "127.0.0.1"))
                .out();
        Files.writeString(folder.resolve("scanned"), scanned);
        String fingerprint =
                rig.run(List.of("ssh-keygen", "-lf", "scanned")).out().split(" ")[1];
        return run(List.of(program, "-batch", "-P", rig.port(), "-i", "key.ppk", "-hostkey", fingerprint), arguments);
    }

    private Rig.Result sshfs(Path mount) throws Exception {
        return run(
                List.of("sshfs", "alice@127.0.0.1:/blog", mount.toString(), "-p", rig.port()),
                "-o",
                "idmap=user,StrictHostKeyChecking=no,UserKnownHostsFile=" + folder.resolve("known_hosts")
                        + ",IdentityFile=" + folder.resolve("key") + ",ssh_command=ssh -F /dev/null");
    }

    private Rig.Result shell(String script) throws Exception {
        return rig.run(List.of("sh", "-c", script));
    }

    private Rig.Result run(List<String> start, String... more) throws Exception {
        return rig.run(Stream.concat(start.stream(), Stream.of(more)).toList());
    }
}
