package io.peerhost.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client is told of names, in words. */
class NamesTest extends GatewayTest {
    /** Of files that a JVM cannot name. */
    @BeforeEach
    void makeFiles() throws Exception {
        Rig.Result made = rig.run(List.of(
                "sh", "-c", "mkdir src; for b in 376 377; do printf $b >\"$(printf \"src/n\\\\$b.txt\")\"; done"));
        assertThat(made.code()).as(made.errors()).isZero();
    }

    @Test
    void shouldRefuseANameWhenItsBytesAreNotUtf8() throws Exception {
        Rig.Result put = rig.sftp("-put src/n* blog/", "-mkdir blog/ok");
        Rig.Result old = rig.scp("-O", "-r", "src", "alice@127.0.0.1:blog/");
        Rig.Result fresh = rig.scp("-r", "src", "alice@127.0.0.1:blog/");

        assertThat(put.errors()).contains("The name is not valid UTF-8, rename the file");
        assertThat(old.code()).isNotZero();
        assertThat(old.errors()).contains("not valid UTF-8");
        assertThat(fresh.code()).isNotZero();
        assertThat(fresh.errors()).contains("not valid UTF-8");
        assertThat(site.draft.keySet()).isSubsetOf("ok", "src");
    }

    @Test
    void shouldSayWhyWhenAFolderIsNotEmpty() throws Exception {
        Files.writeString(folder.resolve("a"), "a");

        Rig.Result result = rig.sftp("mkdir blog/full", "put a blog/full/a", "-rmdir blog/full", "put a blog/b");
        Rig.Result again = rig.sftp("put -r src/../a blog/full", "-rmdir blog/full");

        assertThat(result.errors()).contains("The folder is not empty: full");
        assertThat(again.errors()).contains("The folder is not empty: full");
    }

    @Test
    void shouldNameTheSiteThatIsMissingWhenFilesArePutIntoNone() throws Exception {
        Files.writeString(folder.resolve("a"), "a");
        String sentence = "You have no site called blgo: each folder here is a site, the portal makes new ones";

        assertThat(rig.sftp("put a blgo/a").errors()).contains(sentence);
        assertThat(rig.sftp("put -r src blgo").errors()).contains(sentence);
        assertThat(rig.sftp("mkdir blgo").errors()).contains(sentence);
        assertThat(rig.scp("a", "alice@127.0.0.1:blgo/").errors()).contains(sentence);
        assertThat(rig.scp("-O", "a", "alice@127.0.0.1:blgo/a").errors()).contains(sentence);
        assertThat(rig.sftp("put a").errors()).contains("You have no site called a:");
        assertThat(rig.sftp("-rmdir blog").errors()).contains("made, renamed and removed in the portal");
        assertThat(rig.sftp("-ls blgo").errors().lines()).hasSizeLessThan(3);
    }

    @Test
    void shouldSayWhyWhenANameIsTakenAndNotToBeReplaced() throws Exception {
        Files.writeString(folder.resolve("a"), "a");

        assertThat(rig.sftp("put a blog/a", "put a blog/b", "-rename -l blog/a blog/b")
                        .errors())
                .contains("It is there already");
    }

    @Test
    void shouldSayNothingWhenATreeIsPutAgain() throws Exception {
        Files.createDirectories(folder.resolve("tree/deep"));
        Files.writeString(folder.resolve("tree/deep/a"), "a");
        rig.sftp("put -r tree blog/");

        assertThat(rig.sftp("put -r tree blog/").errors().lines())
                .singleElement()
                .asString()
                .startsWith("blog: ");
    }
}
