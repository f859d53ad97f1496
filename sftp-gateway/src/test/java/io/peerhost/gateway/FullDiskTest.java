package io.peerhost.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.peerhost.protocol.release.Hash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A gateway whose data folder is on a disk that runs full. */
class FullDiskTest extends GatewayTest {
    private static final int MEBIBYTES = 16;
    /** Too much for what is left of the journal's last page. */
    private static final int SMALL = 20_000;

    private SmallDisk disk;

    @BeforeEach
    void mount() throws Exception {
        disk = new SmallDisk(data(), MEBIBYTES);
        assumeTrue(disk.isMounted(), "This system lets nobody mount a file system in namespaces of his own");
    }

    @AfterEach
    void unmount() {
        disk.close();
    }

    @Test
    void shouldSayWhyAndGiveTheRoomBackWhenALargeFileDoesNotFit() throws Exception {
        large("large", 2 * MEBIBYTES << 20);
        large("smaller", MEBIBYTES << 19);
        try (GatewayProcess gateway = gateway()) {
            Rig.Result full = rig.sftpAt(gateway.sftpPort, "put large blog/large");
            assertThat(full.code()).isNotZero();
            assertThat(full.errors()).contains("No space left on device", "send it again");

            Rig.Result fits = rig.sftpAt(gateway.sftpPort, "put smaller blog/smaller");
            assertThat(fits.code()).as(fits.errors()).isZero();
            assertThat(site.draft).containsOnlyKeys("smaller");
            assertThat(gateway.figure("spool.bytes")).isZero();
        }
    }

    /** Half a record in the journal would hide all that comes after it. */
    @Test
    void shouldFindWhatCameBeforeAndAfterWhenTheJournalDidNotFit() throws Exception {
        Hash small = Hash.ofContent(large("small", SMALL));
        try (GatewayProcess gateway = gateway();
                OpenClient client = new OpenClient(rig.sftpLine(String.valueOf(gateway.sftpPort)), folder)) {
            client.say("cd blog");
            client.say("mkdir stored");
            client.finish();
            Rig.await("sites has it", () -> gateway.figure("changes.waiting") == 0);
            rig.standIn.sitesDown = true;
            client.say("put small before");
            client.finish();
            disk.fill();
            client.say("put small unguarded");
            client.finish();
            disk.free();
            client.say("put small after");
            client.finish();
            gateway.kill();
        }
        rig.standIn.sitesDown = false;

        try (GatewayProcess next = gateway()) {
            assertThat(rig.sftpAt(next.sftpPort, "ls blog").code()).isZero();
            Rig.await("sites has what was found", () -> next.figure("changes.waiting") == 0);
            assertThat(site.draft).containsOnlyKeys("stored", "before", "after");
            assertThat(site.draft.get("before").hash()).isEqualTo(small);
            assertThat(site.draft.get("after").hash()).isEqualTo(small);
        }
    }

    private GatewayProcess gateway() throws Exception {
        return new GatewayProcess(data(), rig.standIn, disk.inside());
    }

    private byte[] large(String name, int size) throws Exception {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        Files.write(folder.resolve(name), bytes);
        return bytes;
    }

    private Path data() {
        return folder.resolve("process");
    }
}
