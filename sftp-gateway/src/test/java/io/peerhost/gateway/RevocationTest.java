package io.peerhost.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.gateway.login.Limits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key that was taken from its user opens nothing any more, not even what it opened before. */
class RevocationTest {
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    @TempDir
    Path folder;

    private Rig rig;
    private SiteModel site;

    @BeforeEach
    void start() throws Exception {
        InstantSource now = () -> Instant.now().plus(ahead.get());
        rig = new Rig(folder, Limits.Settings.DEFAULT, 1L << 30, "key", now.withZone(ZoneOffset.UTC));
        site = rig.site("blog");
        Files.writeString(folder.resolve("index.html"), "hello");
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
    }

    @Test
    void shouldPublishNothingWhenTheKeyWasRemovedMeanwhile() throws Exception {
        try (OpenClient client = rig.open()) {
            client.say("put index.html blog/index.html");
            client.finish();
            rig.standIn.portal.logins.clear();
            client.say("bye");
            client.await("Not published. The key you logged in with was removed");
        }
        assertThat(site.releases).isEmpty();
    }

    @Test
    void shouldPublishNothingOfAnIdleSessionWhoseKeyWasRemoved() throws Exception {
        site.idleSeconds = 1;
        PortalStand portal = rig.standIn.portal;
        try (OpenClient client = rig.open()) {
            client.say("ls blog");
            client.finish();
            portal.logins.clear();
            client.say("put index.html blog/index.html");
            client.finish();
            Rig.await("it is idle", () -> portal.refused.get() > 0 || !site.releases.isEmpty());
        }
        assertThat(site.releases).isEmpty();
    }

    @Test
    void shouldEndTheSessionWithinAMinuteWhenItsKeyWasRemoved() throws Exception {
        try (OpenClient client = rig.open()) {
            client.say("put index.html blog/index.html");
            client.finish();
            rig.standIn.portal.logins.clear();
            ahead.set(Duration.ofMinutes(1));
            Rig.await("the session ends", () -> rig.connections() == 0);
        }
        assertThat(site.releases).isEmpty();
    }

    @Test
    void shouldLetASessionStayWhenTheMarketplaceDoesNotAnswer() throws Exception {
        try (OpenClient client = rig.open()) {
            client.say("put index.html blog/index.html");
            client.finish();
            rig.standIn.portal.down = true;
            client.say("bye");
            client.await("release 1 is live");
        }
    }
}
