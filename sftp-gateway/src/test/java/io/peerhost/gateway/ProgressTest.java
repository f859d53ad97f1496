package io.peerhost.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.protocol.draft.DraftProgress;
import java.nio.file.Files;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What the marketplace is told while somebody uploads. */
class ProgressTest extends GatewayTest {
    @Test
    void shouldTellHowMuchHasArrivedWhenAFileIsStillOnItsWay() throws Exception {
        Files.writeString(folder.resolve("small"), "small");
        Files.write(folder.resolve("large"), new byte[8 << 20]);
        try (OpenClient session = rig.open("-l", "16000")) {
            session.say("put small blog/small");
            session.say("put large blog/large");
            awaitTold("some of it", told -> told.sessions() == 1 && told.files() == 2 && told.bytes() > 1 << 20);
            assertThat(site.draft).doesNotContainKey("large");
            assertThat(told().unpublished()).isTrue();
            session.breakConnection();
        }
        awaitTold("the session is gone", told -> told.sessions() == 0);
        assertThat(told().unpublished()).isTrue();
        assertThat(told().files()).isEqualTo(2);
        rig.sftp("rm blog/large");
        awaitTold("the rest is published", told -> told.sessions() == 0 && !told.unpublished());
        assertThat(told().files()).isEqualTo(1);
        assertThat(told().bytes()).isEqualTo(5);
    }

    @Test
    void shouldTellLaterHowItIsThenWhenTheMarketplaceWasAway() throws Exception {
        Files.writeString(folder.resolve("a"), "a");
        try (OpenClient session = rig.open()) {
            session.say("put a blog/a");
            awaitTold("it is there", told -> told.files() == 1);
            rig.standIn.portal.down = true;
            session.say("put a blog/b");
            Rig.await("b is stored", () -> site.draft.containsKey("b"));
            session.say("bye");
            assertThat(session.ends()).isTrue();
        }
        Rig.await("it is published", () -> site.releases.size() == 1);
        rig.standIn.portal.down = false;
        awaitTold("all is published", told -> told.sessions() == 0 && !told.unpublished());
        assertThat(told().files()).isEqualTo(2);
    }

    @Test
    void shouldTellOfNoChangeWhenASessionOnlyLooks() throws Exception {
        try (OpenClient session = rig.open()) {
            session.say("ls blog");
            awaitTold("it is open", told -> told.sessions() == 1);
            assertThat(told().changedAt()).isNull();
            session.say("bye");
            assertThat(session.ends()).isTrue();
        }
        awaitTold("it is gone", told -> told.sessions() == 0);
        assertThat(told().changedAt()).isNull();
    }

    private DraftProgress told() {
        return rig.standIn.portal.progress.get(site.id);
    }

    private void awaitTold(String what, Predicate<DraftProgress> like) throws InterruptedException {
        Rig.await(what, () -> told() != null && like.test(told()));
    }
}
