package io.peerhost.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.protocol.release.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was taken, when somebody says no: sites to a part of it, or what stands between the gateway and sites. */
class RefusedTest extends GatewayTest {
    @ParameterizedTest
    @ValueSource(ints = {403, 404, 200})
    void shouldLoseNothingWhenAnIngressAnswersInsteadOfSites(int status) throws Exception {
        Files.writeString(folder.resolve("a"), "a");
        Files.write(folder.resolve("large"), new byte[6 << 20]);
        try (OpenClient session = rig.open()) {
            session.say("ls blog");
            session.finish();
            rig.standIn.ingress = status;
            session.say("put a blog/a");
            session.say("put large blog/large");
            session.say("mkdir blog/folder");
            session.finish();
            Rig.await("sites was asked", () -> rig.standIn.ingressAsked.get() > 3);
            rig.standIn.ingress = 0;
            session.say("bye");
            assertThat(session.ends()).isTrue();
            assertThat(session.output()).contains("release 1 is live");
        }
        assertThat(site.releases.getFirst()).containsOnlyKeys("a", "large", "folder");
    }

    @Test
    void shouldStoreWhatComesBeforeAndBehindWhenOneFileIsRefused() throws Exception {
        site.refusal = "It is too much";
        site.refused = "refused";
        Files.writeString(folder.resolve("a"), "a");
        try (OpenClient session = rig.open()) {
            session.say("ls blog");
            session.finish();
            rig.standIn.sitesDown = true;
            for (String name : List.of("before", "refused", "after")) session.say("put a blog/" + name);
            session.finish();
            rig.standIn.sitesDown = false;
            session.say("bye");
            assertThat(session.ends()).isTrue();
            assertThat(session.output())
                    .containsAnyOf("not published. It is too much", "not everything could be stored");
        }
        Rig.await("the others are stored", () -> site.draft.size() == 2);
        assertThat(site.draft).containsOnlyKeys("before", "after");
        assertThat(site.releases).isEmpty();
    }

    @Test
    void shouldStoreTheOtherContentsWhenOneOfTheirPackIsRefused() throws Exception {
        for (String name : List.of("a", "b", "c")) Files.writeString(folder.resolve(name), name);
        rig.standIn.refusedBlob = Hash.ofContent(Files.readAllBytes(folder.resolve("b")));
        try (OpenClient session = rig.open()) {
            session.say("ls blog");
            session.finish();
            rig.standIn.sitesDown = true;
            for (String name : List.of("a", "b", "c")) session.say("put " + name + " blog/" + name);
            session.finish();
            rig.standIn.sitesDown = false;
            Rig.await("the others are stored", () -> site.draft.size() == 2);
        }
        assertThat(site.draft).containsOnlyKeys("a", "c");
    }

    @Test
    void shouldStoreWhatAKilledGatewayHadTakenWhenAnIngressAnswersAtFirst() throws Exception {
        killedWithSomethingTaken();
        rig.standIn.ingress = 404;
        try (GatewayProcess second = new GatewayProcess(data(), rig.standIn)) {
            Rig.await("sites was asked", () -> rig.standIn.ingressAsked.get() > 0);
            rig.standIn.ingress = 0;
            Rig.await("it is stored", () -> site.draft.containsKey("a"));
            Rig.await("the room is free", () -> second.figure("spool.bytes") == 0);
        }
    }

    @Test
    void shouldGiveUpWhatAKilledGatewayHadTakenWhenTheSiteWasDeleted() throws Exception {
        killedWithSomethingTaken();
        rig.standIn.deleted.add(site.id);
        try (GatewayProcess second = new GatewayProcess(data(), rig.standIn)) {
            Rig.await("nothing is kept", () -> journals() == 0);
            Rig.await("the room is free", () -> second.figure("spool.bytes") == 0);
        }
    }

    private void killedWithSomethingTaken() throws Exception {
        Files.writeString(folder.resolve("a"), "a");
        try (GatewayProcess first = new GatewayProcess(data(), rig.standIn);
                OpenClient client = new OpenClient(rig.sftpLine(String.valueOf(first.sftpPort)), folder)) {
            client.say("ls blog");
            client.finish();
            rig.standIn.sitesDown = true;
            client.say("put a blog/a");
            client.finish();
            first.kill();
        }
        rig.standIn.sitesDown = false;
        assertThat(journals()).isPositive();
    }

    private Path data() {
        return folder.resolve("process");
    }

    private long journals() {
        try (Stream<Path> files = Files.list(data().resolve("journals"))) {
            return files.count();
        } catch (IOException e) {
            return -1;
        }
    }
}
