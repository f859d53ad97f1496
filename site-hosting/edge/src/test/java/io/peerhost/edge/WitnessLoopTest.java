package io.peerhost.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.edge.route.Routes;
import io.peerhost.edge.route.Routes.Serving;
import io.peerhost.edge.witness.EgressLedger;
import io.peerhost.edge.witness.Sightings;
import io.peerhost.edge.witness.Spool;
import io.peerhost.edge.witness.Witness;
import io.peerhost.edge.witness.WitnessLoop;
import io.peerhost.protocol.identity.SigningKey;
import io.peerhost.protocol.lease.LeaseStage;
import io.peerhost.protocol.lease.SiteKind;
import io.peerhost.protocol.metering.CounterFile;
import io.peerhost.protocol.release.Hash;
import io.peerhost.protocol.replica.ReplicaState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That slots are witnessed whatever one replica or the disk does. The clock stands a millisecond before the end of a slot. */
class WitnessLoopTest {
    @TempDir
    Path folder;

    private final Routes routes = new Routes("localhost");
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Instant now = Instant.ofEpochMilli(9_999);
    private final InstantSource source = () -> now;
    private final Clock clock = source.withZone(ZoneOffset.UTC);
    private Path counters;
    private EgressLedger egress;
    private Spool spool;

    @BeforeEach
    void serve() throws IOException {
        TestSite site = new TestSite("blog", SiteKind.STATIC);
        TestSeller seller = new TestSeller();
        Hash root = Hash.ofContent(new byte[] {1});
        routes.apply(site.lease(seller.lease, 0, seller.agent(), LeaseStage.ACTIVE));
        routes.apply(site.published(root));
        routes.apply(site.replica(seller.lease, seller.agent(), ReplicaState.READY, root));
        counters = folder.resolve("counters");
        spool = new Spool(folder.resolve("spool"), 100);
    }

    private Witness witness(Predicate<Serving> probe) throws IOException {
        CounterFile file = new CounterFile(counters);
        egress = new EgressLedger(file);
        SigningKey key = SigningKey.generate(new SecureRandom());
        return new Witness(routes, probe, new Sightings(file, clock), egress, key, clock);
    }

    private boolean late(Serving serving) {
        asked.incrementAndGet();
        try {
            over.await(10, TimeUnit.SECONDS);
            return true;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldTellOfASlotWhenAReplicaStillAnswersAtItsEnd() throws Exception {
        Witness witness = witness(this::late);

        witness.probe(0);
        assertThat(witness.records(0))
                .singleElement()
                .satisfies(record -> assertThat(record.statement().up()).isFalse());
        witness.probe(0);
        assertThat(asked)
                .as("who has not ended one answer is not asked for the next")
                .hasValue(1);
        over.countDown();
        TestEdge.await(
                "it has answered",
                () -> witness.records(0).getFirst().statement().up());
    }

    @Test
    void shouldGoOnWithTheNextSlotWhenTheDiskHadNoRoomInOne() throws Exception {
        counters = folder.resolve("no folder yet").resolve("counters");
        try (WitnessLoop loop = new WitnessLoop(witness(_ -> false), egress, spool, clock)) {
            loop.start();
            TestEdge.await("slots are told of", () -> spool.size() > 2);
        }
    }

    @Test
    void shouldBeBehindUntilSlotsAreKeptAgainWhenTheyCannotBe() throws Exception {
        Files.delete(folder.resolve("spool"));
        try (WitnessLoop loop = new WitnessLoop(witness(_ -> false), egress, spool, clock)) {
            loop.start();
            assertThat(loop.behind()).isFalse();
            now = now.plus(Duration.ofSeconds(40));
            assertThat(loop.behind()).isTrue();
            Files.createDirectory(folder.resolve("spool"));
            TestEdge.await("it has caught up", () -> !loop.behind());
        }
    }
}
