package io.peerhost.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.protocol.release.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a client had sent when the gateway was killed. */
class RestartTest extends GatewayTest {
    @Test
    void shouldGoOnWithAHalfSentFileWhenTheGatewayWasKilled() throws Exception {
        byte[] bytes = large("large", 40 << 20);
        try (GatewayProcess first = new GatewayProcess(data(), rig.standIn);
                OpenClient client = open(first, "-l", "32000")) {
            client.say("put large blog/large");
            Rig.await("some of it is on disk", () -> onDisk() > 1 << 20);
            first.kill();
        }
        try (GatewayProcess second = new GatewayProcess(data(), rig.standIn)) {
            assertThat(second.figure("spool.bytes")).isGreaterThan(1 << 20);
            Rig.Result rest = rig.sftpAt(second.sftpPort, "ls -l blog/large", "reput large blog/large");
            assertThat(rest.code()).as(rest.errors()).isZero();

            assertThat(rest.errors()).contains("release 1 is live");
        }
        assertThat(rig.standIn.blobs.get(site.draft.get("large").hash())).isEqualTo(bytes);
        assertThat(onDisk()).isZero();
    }

    @Test
    void shouldStoreAFileWhenTheGatewayWasKilledBeforeItWasStored() throws Exception {
        byte[] bytes = large("large", 6 << 20);
        try (GatewayProcess first = new GatewayProcess(data(), rig.standIn);
                OpenClient client = open(first)) {
            client.say("ls blog");
            client.finish();
            rig.standIn.sitesDown = true;
            client.say("put large blog/large");
            client.say("mkdir blog/folder");
            client.say("rename blog/large blog/folder/moved");
            client.finish();
            first.kill();
        }
        rig.standIn.sitesDown = false;
        try (GatewayProcess second = new GatewayProcess(data(), rig.standIn)) {
            Rig.Result got = rig.sftpAt(second.sftpPort, "get blog/folder/moved back", "rm blog/folder/none", "bye");
            assertThat(folder.resolve("back")).as(got.errors()).hasBinaryContent(bytes);
            Rig.await("it is stored", () -> site.draft.containsKey("folder/moved"));
        }
        assertThat(site.draft.get("folder/moved").hash()).isEqualTo(Hash.ofContent(bytes));
    }

    @Test
    void shouldStoreSmallFilesThatWereTakenWhenTheGatewayWasKilledBeforeTheyWereStored() throws Exception {
        for (int i = 0; i < 50; i++) Files.writeString(folder.resolve("small" + i), "small " + i);
        try (GatewayProcess first = new GatewayProcess(data(), rig.standIn);
                OpenClient client = open(first)) {
            client.say("ls blog");
            client.finish();
            rig.standIn.sitesDown = true;
            for (int i = 0; i < 50; i++) client.say("put small" + i + " blog/small" + i);
            client.say("rename blog/small0 blog/moved");
            client.say("rm blog/small1");
            client.say("mkdir blog/empty");
            client.finish();
            first.kill();
        }
        rig.standIn.sitesDown = false;
        try (GatewayProcess second = new GatewayProcess(data(), rig.standIn)) {
            assertThat(rig.sftpAt(second.sftpPort, "get blog/small7 back", "put small7 blog/again")
                            .errors())
                    .contains("release 1 is live");
        }
        assertThat(folder.resolve("back")).hasContent("small 7");
        assertThat(site.draft)
                .hasSize(51)
                .containsKeys("moved", "small2", "small49", "empty")
                .doesNotContainKeys("small0", "small1");
        assertThat(onDisk()).isZero();
    }

    @Test
    void shouldStoreWhatIsWholeWhenTheGatewayIsAskedToStop() throws Exception {
        Files.writeString(folder.resolve("small"), "small");
        try (GatewayProcess gateway = new GatewayProcess(data(), rig.standIn);
                OpenClient client = open(gateway)) {
            client.say("put small blog/small");
            client.finish();
            gateway.end();
        }
        assertThat(site.draft).containsOnlyKeys("small");
    }

    @Test
    void shouldForgetAHalfSentFileWhenItIsRemovedAfterTheRestart() throws Exception {
        large("large", 20 << 20);
        Files.writeString(folder.resolve("a"), "a");
        try (GatewayProcess first = new GatewayProcess(data(), rig.standIn);
                OpenClient client = open(first, "-l", "32000")) {
            client.say("put large blog/large");
            Rig.await("some of it is on disk", () -> onDisk() > 1 << 20);
            first.end();
        }
        try (GatewayProcess second = new GatewayProcess(data(), rig.standIn)) {
            Rig.Result other = rig.sftpAt(second.sftpPort, "put a blog/a");
            assertThat(other.errors()).contains("large half sent");
            assertThat(rig.sftpAt(second.sftpPort, "rm blog/large", "put a blog/b")
                            .errors())
                    .contains("release 1 is live");
        }
        assertThat(onDisk()).isZero();
        assertThat(site.draft).containsOnlyKeys("a", "b");
    }

    private Path data() {
        return folder.resolve("process");
    }

    private byte[] large(String name, int size) throws Exception {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        Files.write(folder.resolve(name), bytes);
        return bytes;
    }

    private OpenClient open(GatewayProcess gateway, String... options) throws Exception {
        var line = rig.sftpLine(String.valueOf(gateway.sftpPort));
        line.addAll(1, List.of(options));
        return new OpenClient(line, folder);
    }

    private long onDisk() {
        try (Stream<Path> files = Files.list(data().resolve("spool"))) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            return 0;
        }
    }
}
