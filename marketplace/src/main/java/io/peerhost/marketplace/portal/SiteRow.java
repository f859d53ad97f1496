package io.peerhost.marketplace.portal;

import io.peerhost.marketplace.order.SiteView;
import io.peerhost.marketplace.order.SiteView.LeaseView;
import io.peerhost.protocol.replica.ReplicaState;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;

/**
 * A site in short.
 *
 * @param state in a sentence's middle: "is up", …
 * @param ready replicas that serve what visitors should get
 * @param hourly what its replicas cost in an hour, without egress; base units
 */
public record SiteRow(
        String name,
        String kind,
        String url,
        String state,
        String tone,
        int ready,
        int replicas,
        Integer release,
        BigInteger hourly,
        Instant createdAt) {
    static SiteRow of(SiteView site, Addresses addresses) {
        List<LeaseView> running = running(site);
        int ready = (int) running.stream().filter(lease -> serves(lease, site)).count();
        String host = site.hosts().isEmpty()
                ? addresses.firstHost(site.name())
                : site.hosts().getFirst();
        return new SiteRow(
                site.name(),
                site.kind().name().equals("STATIC") ? "Static" : site.kind().name(),
                addresses.visit(host),
                state(site, running, ready),
                ready == site.replicas() ? "good" : ready > 0 || site.release() == null ? "warn" : "bad",
                ready,
                site.replicas(),
                site.release(),
                running.stream().map(LeaseView::hourly).reduce(BigInteger.ZERO, BigInteger::add),
                site.createdAt());
    }

    static List<LeaseView> running(SiteView site) {
        return site.leases().stream()
                .filter(lease -> !lease.stage().ended())
                .filter(lease -> lease.stage() != io.peerhost.protocol.lease.LeaseStage.CLOSING)
                .toList();
    }

    static boolean serves(LeaseView lease, SiteView site) {
        return lease.state() == ReplicaState.READY
                && site.root() != null
                && site.root().equals(lease.serves());
    }

    private static String state(SiteView site, List<LeaseView> running, int ready) {
        if (running.isEmpty()) return "has no replica";
        if (site.release() == null)
            return running.stream().allMatch(lease -> lease.stage().runs())
                    ? "waits for your first upload"
                    : "is being paid for";
        if (ready == site.replicas()) return "is up";
        return ready > 0 ? "is up, with replicas missing" : "is not served yet";
    }
}
