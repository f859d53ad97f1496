package io.peerhost.edge.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.lease.LeaseEvent;
import io.peerhost.protocol.lease.LeaseStage;
import io.peerhost.protocol.lease.Prices;
import io.peerhost.protocol.lease.Resources;
import io.peerhost.protocol.lease.Site;
import io.peerhost.protocol.lease.SiteKind;
import io.peerhost.protocol.release.Hash;
import io.peerhost.protocol.release.PageRules;
import io.peerhost.protocol.release.ReleaseEvent;
import io.peerhost.protocol.replica.ReplicaEvent;
import io.peerhost.protocol.replica.ReplicaState;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutesTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final Address AGENT = new Address("0x" + "a".repeat(40));
    private static final Bytes32 LEASE = new Bytes32("0x" + "1".repeat(64));
    private static final Bytes32 OTHER = new Bytes32("0x" + "2".repeat(64));
    private static final Bytes32 UNHEARD_OF = new Bytes32("0x" + "3".repeat(64));
    private static final Hash OLD = new Hash("0".repeat(64));
    private static final Hash NEW = new Hash("f".repeat(64));

    @TempDir
    Path folder;

    private final Site site = Site.of(UUID.randomUUID(), "blog", UUID.randomUUID(), "alice", SiteKind.PHP);
    private final Routes routes = new Routes("localhost");

    private LeaseEvent lease(Bytes32 lease, long version, LeaseStage stage) {
        return lease(site, lease, version, stage);
    }

    private static LeaseEvent lease(Site site, Bytes32 lease, long version, LeaseStage stage) {
        Prices free = new Prices(BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO);
        return new LeaseEvent(
                UUID.randomUUID(),
                version,
                lease,
                site,
                0,
                AGENT,
                UUID.randomUUID(),
                AGENT,
                AGENT,
                new Resources(1, 1, 1),
                free,
                BigInteger.ONE,
                "eu",
                stage,
                null,
                NOW);
    }

    private ReleaseEvent release(long move, Hash root, String... hosts) {
        return release(move, root, PageRules.USUAL, hosts);
    }

    private ReleaseEvent release(long move, Hash root, PageRules pages, String... hosts) {
        return new ReleaseEvent(
                UUID.randomUUID(), site.id(), "blog", SiteKind.PHP, move, 1, root, 1, 1, List.of(hosts), pages, NOW);
    }

    private ReplicaEvent replica(Bytes32 lease, long version, ReplicaState state, Hash root) {
        return new ReplicaEvent(UUID.randomUUID(), lease, site.id(), AGENT, version, state, root, null, NOW);
    }

    @Test
    void shouldKeepTheHighestMoveWhenEventsComeOutOfOrder() {
        routes.apply(release(3, NEW, "blog.localhost"));
        routes.apply(release(2, OLD, "blog.localhost"));
        routes.apply(release(3, OLD, "blog.localhost"));
        assertThat(routes.of("blog.localhost").root()).isEqualTo(NEW);
    }

    @Test
    void shouldKnowASiteByItsNameWhileNothingIsPublished() {
        routes.apply(lease(LEASE, 1, LeaseStage.ACTIVE));
        assertThat(routes.of("blog.localhost").root()).isNull();
        routes.apply(release(1, NEW, "blog.localhost", "WWW.example.org"));
        assertThat(routes.of("www.example.org").root()).isEqualTo(NEW);
        routes.apply(release(2, NEW, "blog.localhost"));
        assertThat(routes.of("www.example.org")).isNull();
    }

    @Test
    void shouldKeepServingTheOldReleaseUntilTheNewOneIsReadySomewhere() {
        routes.apply(lease(LEASE, 1, LeaseStage.ACTIVE));
        routes.apply(lease(OTHER, 1, LeaseStage.ACTIVE));
        routes.apply(release(1, OLD, "h"));
        routes.apply(replica(LEASE, 1, ReplicaState.READY, OLD));
        routes.apply(replica(OTHER, 1, ReplicaState.READY, OLD));
        routes.apply(release(2, NEW, "h"));
        routes.apply(replica(LEASE, 2, ReplicaState.STARTING, NEW));
        routes.apply(replica(OTHER, 2, ReplicaState.FAILED, NEW));
        assertThat(routes.of("h").live()).extracting(Replica::release).containsExactly(OLD, OLD);
        routes.apply(replica(OTHER, 3, ReplicaState.READY, NEW));
        assertThat(routes.of("h").live()).containsExactly(new Replica(OTHER, AGENT, NEW));
    }

    @Test
    void shouldSendNobodyToAReplicaThatIsGoneOrWhoseLeaseEnded() {
        routes.apply(replica(LEASE, 1, ReplicaState.READY, NEW));
        routes.apply(release(1, NEW, "h"));
        assertThat(routes.of("h").replicas()).isEmpty();
        routes.apply(lease(LEASE, 1, LeaseStage.ACTIVE));
        assertThat(routes.of("h").replicas()).hasSize(1);
        assertThat(routes.runsLease(AGENT)).isTrue();
        routes.apply(replica(LEASE, 2, ReplicaState.LOST, NEW));
        assertThat(routes.of("h").replicas()).isEmpty();
        routes.apply(replica(LEASE, 3, ReplicaState.READY, NEW));
        routes.apply(lease(LEASE, 2, LeaseStage.CLOSING));
        assertThat(routes.of("h").replicas()).isEmpty();
        assertThat(routes.runsLease(AGENT)).isFalse();
    }

    private static Site deleted(Site site) {
        return new Site(site.id(), site.name(), site.owner(), site.ownerName(), site.kind(), NOW);
    }

    @Test
    void shouldServeNothingOfADeletedSiteWhateverComesAfterwards() {
        routes.apply(lease(LEASE, 1, LeaseStage.ACTIVE));
        routes.apply(release(1, OLD, "blog.localhost"));
        routes.apply(replica(LEASE, 1, ReplicaState.READY, OLD));
        routes.apply(lease(deleted(site), LEASE, 2, LeaseStage.CLOSING));
        assertThat(routes.of("blog.localhost")).isNull();
        assertThat(routes.of(site.id())).isNull();
        routes.apply(release(2, NEW, "blog.localhost"));
        routes.apply(lease(OTHER, 1, LeaseStage.ACTIVE));
        assertThat(routes.hosts()).isZero();
    }

    @Test
    void shouldLeaveTheNameToItsNextOwnerInWhateverOrderTheEventsCome() throws Exception {
        Site next = Site.of(UUID.randomUUID(), "blog", UUID.randomUUID(), "bob", SiteKind.STATIC);
        routes.apply(lease(LEASE, 1, LeaseStage.ACTIVE));
        routes.apply(release(1, OLD, "blog.localhost"));
        routes.apply(lease(next, OTHER, 1, LeaseStage.ACTIVE));
        routes.apply(replica(LEASE, 1, ReplicaState.READY, OLD));
        routes.apply(lease(deleted(site), LEASE, 2, LeaseStage.CLOSING));
        assertThat(routes.of("blog.localhost").site()).isEqualTo(next.id());
        routes.apply(lease(deleted(site), LEASE, 3, LeaseStage.CLOSED));
        assertThat(routes.of("blog.localhost").site()).isEqualTo(next.id());

        assertThat(restarted().of("blog.localhost").site()).isEqualTo(next.id());
    }

    private Routes restarted() throws IOException {
        Path file = folder.resolve("routes.json");
        routes.snapshot(Map.of()).write(file);
        Routes again = new Routes("localhost");
        again.restore(RouteSnapshot.read(file));
        return again;
    }

    @Test
    void shouldForgetWhatEndedADayAgoAndServeTheSame() {
        routes.apply(lease(LEASE, 1, LeaseStage.ACTIVE));
        routes.apply(release(1, OLD, "h"));
        routes.apply(replica(LEASE, 1, ReplicaState.READY, OLD));
        routes.apply(lease(OTHER, 1, LeaseStage.ACTIVE));
        routes.apply(replica(OTHER, 1, ReplicaState.READY, OLD));
        routes.apply(lease(OTHER, 2, LeaseStage.CLOSED));
        routes.apply(replica(UNHEARD_OF, 1, ReplicaState.STOPPED, OLD));
        SiteRoute before = routes.of("h");

        routes.forget(NOW.plus(Duration.ofHours(23)));
        assertThat(routes.hasForgotten(OTHER)).isFalse();
        routes.forget(NOW.plus(Duration.ofHours(25)));

        assertThat(routes.hasForgotten(OTHER)).isTrue();
        assertThat(routes.hasForgotten(LEASE)).isFalse();
        assertThat(routes.of("h")).isEqualTo(before);
        RouteSnapshot kept = routes.snapshot(Map.of());
        assertThat(kept.leases()).extracting(LeaseEvent::lease).containsExactly(LEASE);
        assertThat(kept.replicas()).extracting(known -> known.last().lease()).containsExactly(LEASE);
    }

    @Test
    void shouldEndAForgottenLeaseAgainWhenTheTopicSaysItAllOnceMore() {
        routes.apply(release(1, OLD, "h"));
        for (int reading = 0; reading < 2; reading++) {
            routes.apply(replica(LEASE, 1, ReplicaState.READY, OLD));
            routes.apply(lease(LEASE, 1, LeaseStage.ACTIVE));
            routes.apply(lease(LEASE, 2, LeaseStage.CLOSED));
            assertThat(routes.of("h").replicas()).isEmpty();
            assertThat(routes.runsLease(AGENT)).isFalse();
            routes.forget(NOW.plus(Duration.ofDays(2)));
            assertThat(routes.hasForgotten(LEASE)).isTrue();
        }
    }

    @Test
    void shouldNotGiveANameBackToADeletedSiteWhoseLeasesAreForgotten() throws Exception {
        Site next = Site.of(UUID.randomUUID(), "blog", UUID.randomUUID(), "bob", SiteKind.STATIC);
        routes.apply(lease(LEASE, 1, LeaseStage.ACTIVE));
        routes.apply(release(1, OLD, "blog.localhost"));
        routes.apply(lease(deleted(site), LEASE, 2, LeaseStage.CLOSED));
        routes.apply(lease(next, OTHER, 1, LeaseStage.ACTIVE));
        routes.forget(NOW.plus(Duration.ofDays(2)));
        assertThat(routes.hasForgotten(LEASE)).isTrue();

        Routes again = restarted();
        for (Routes each : List.of(routes, again)) {
            each.apply(release(2, NEW, "blog.localhost"));
            assertThat(each.of("blog.localhost").site()).isEqualTo(next.id());
        }
        assertThat(routes.snapshot(Map.of()).releases()).isEmpty();

        again.forget(NOW.plus(Duration.ofDays(100)));
        assertThat(again.snapshot(Map.of()).deleted()).isEmpty();
    }

    @Test
    void shouldKnowTheSameAfterARestart() throws Exception {
        routes.apply(lease(LEASE, 1, LeaseStage.ACTIVE));
        routes.apply(release(1, OLD, "h"));
        routes.apply(replica(LEASE, 1, ReplicaState.READY, OLD));
        routes.apply(replica(LEASE, 2, ReplicaState.STARTING, NEW));
        Path file = folder.resolve("routes.json");
        routes.snapshot(Map.of("leases-0", 7L)).write(file);
        Routes again = new Routes("localhost");
        RouteSnapshot read = RouteSnapshot.read(file);
        again.restore(read);
        assertThat(again.of("h")).isEqualTo(routes.of("h"));
        assertThat(again.runsLease(AGENT)).isTrue();
        assertThat(read.offsets()).containsEntry("leases-0", 7L);
    }

    /** What an edge did not read is not in its snapshot: an upgrade would miss it until the site is published again. */
    @Test
    void shouldReadTheTopicsAgainWhenAnOlderEdgeWroteTheSnapshot() throws Exception {
        PageRules pages = new PageRules("index.html", null, false, "app.html", null);
        LeaseEvent lease = lease(LEASE, 1, LeaseStage.ACTIVE);
        routes.apply(lease);
        routes.apply(release(1, NEW, pages, "h"));
        routes.apply(replica(LEASE, 1, ReplicaState.READY, OLD));
        routes.apply(replica(LEASE, 2, ReplicaState.STARTING, NEW));
        Path file = folder.resolve("routes.json");
        routes.snapshot(Map.of("releases-0", 7L)).write(file);
        ObjectNode old = (ObjectNode) Json.mapper().readTree(file.toFile());
        old.remove("version");
        ((ObjectNode) old.at("/releases/0/pages")).remove("fallback");
        Files.writeString(file, old.toString());

        RouteSnapshot read = RouteSnapshot.read(file);
        Routes again = new Routes("localhost");
        again.restore(read);
        again.apply(lease);
        again.apply(release(1, NEW, pages, "h"));
        again.apply(replica(LEASE, 2, ReplicaState.STARTING, NEW));

        assertThat(read.offsets()).isEmpty();
        assertThat(again.of("h")).isEqualTo(routes.of("h"));
    }

    @Test
    void shouldBeginAnewWhenTheSnapshotIsSpoilt() throws Exception {
        Path file = folder.resolve("routes.json");
        Files.writeString(file, "{\"offsets\":");
        assertThat(RouteSnapshot.read(file)).isEqualTo(RouteSnapshot.EMPTY);
    }
}
