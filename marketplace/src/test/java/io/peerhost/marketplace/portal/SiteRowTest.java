package io.peerhost.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.marketplace.order.SiteView;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.lease.LeaseStage;
import io.peerhost.protocol.lease.Prices;
import io.peerhost.protocol.lease.Resources;
import io.peerhost.protocol.lease.SiteKind;
import io.peerhost.protocol.release.Hash;
import io.peerhost.protocol.replica.ReplicaState;
import java.math.BigInteger;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is said of a site in a sentence. */
class SiteRowTest {
    private static final Hash EARLIER = Hash.ofContent(new byte[] {3});
    private static final Hash NOW = Hash.ofContent(new byte[] {4});
    private static final Addresses ADDRESSES = new Addresses(
            "localhost:22", Optional.empty(), URI.create("http://localhost:8000"), Optional.empty(), null);

    @Test
    void shouldBeUpWhenMachinesGoOverFromAnEarlierRelease() {
        SiteRow one = row(ReplicaState.READY, EARLIER);
        assertThat(one.state()).isEqualTo("is up; its machine is going over to release 4");
        assertThat(one.tone()).isEqualTo("good");
        assertThat(one.ready()).isZero();
        assertThat(new SitesView(List.of(one)).up()).isOne();
        assertThat(row(ReplicaState.READY, EARLIER, NOW).state())
                .isEqualTo("is up; its machines are going over to release 4");
    }

    @Test
    void shouldBeUpWhenAllServeTheRelease() {
        assertThat(row(ReplicaState.READY, NOW, NOW).state()).isEqualTo("is up");
    }

    @Test
    void shouldNotBeUpWhenNothingRuns() {
        assertThat(row(ReplicaState.STARTING, NOW).state()).isEqualTo("is not served yet");
        assertThat(row(ReplicaState.LOST, EARLIER).tone()).isEqualTo("bad");
    }

    private static SiteRow row(ReplicaState state, Hash... serves) {
        List<SiteView.LeaseView> leases = IntStream.range(0, serves.length)
                .mapToObj(i -> lease(i, state, serves[i]))
                .toList();
        return SiteRow.of(
                new SiteView(
                        UUID.randomUUID(),
                        "blog",
                        SiteKind.STATIC,
                        new Resources(1, 1, 1),
                        serves.length,
                        BigInteger.TEN,
                        BigInteger.TEN,
                        List.of(),
                        4,
                        NOW,
                        List.of("blog.localhost"),
                        Samples.NOW,
                        leases),
                ADDRESSES);
    }

    private static SiteView.LeaseView lease(int replica, ReplicaState state, Hash serves) {
        return new SiteView.LeaseView(
                Samples.bytes(replica),
                replica,
                LeaseStage.ACTIVE,
                null,
                false,
                null,
                Samples.NOW,
                new Address(Samples.MACHINE),
                "eu-west",
                new Prices(BigInteger.ONE, BigInteger.ONE, BigInteger.ONE, BigInteger.ONE),
                BigInteger.ONE,
                BigInteger.TEN,
                BigInteger.ZERO,
                state,
                serves,
                null,
                Samples.NOW);
    }
}
