package io.peerhost.marketplace.portal;

import io.peerhost.marketplace.order.SiteView;
import io.peerhost.marketplace.order.SiteView.LeaseView;
import io.peerhost.protocol.lease.LeaseStage;
import io.peerhost.protocol.replica.ReplicaState;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;

/**
 * A site in short.
 *
 * @param state in a sentence's middle: "is up", …
 * @param ready replicas that serve what visitors should get
 * @param up those and the ones that still serve an earlier release
 * @param hourly what its replicas cost in an hour, without egress; base units
 */
public record SiteRow(
        String name,
        String kind,
        String url,
        String state,
        String tone,
        int ready,
        int up,
        int replicas,
        Integer release,
        BigInteger hourly,
        Instant createdAt) {
    /** What one does to delete it. */
    public String deletion() {
        return "Type " + name + " to delete it for good";
    }

    static SiteRow of(SiteView site, Addresses addresses) {
        List<LeaseView> running = running(site);
        int ready = (int) running.stream().filter(lease -> serves(lease, site)).count();
        int up = (int) running.stream().filter(SiteRow::serves).count();
        String host = site.hosts().isEmpty()
                ? addresses.firstHost(site.name())
                : site.hosts().getFirst();
        return new SiteRow(
                site.name(),
                site.kind().name().equals("STATIC") ? "Static" : site.kind().name(),
                addresses.visit(host),
                state(site, running, ready, up),
                up == site.replicas() ? "good" : up > 0 || site.release() == null ? "warn" : "bad",
                ready,
                up,
                site.replicas(),
                site.release(),
                running.stream().map(LeaseView::hourly).reduce(BigInteger.ZERO, BigInteger::add),
                site.createdAt());
    }

    static List<LeaseView> running(SiteView site) {
        return site.leases().stream()
                .filter(lease -> !lease.stage().ended())
                .filter(lease -> lease.stage() != LeaseStage.CLOSING)
                .toList();
    }

    static boolean serves(LeaseView lease, SiteView site) {
        return serves(lease) && lease.serves().equals(site.root());
    }

    /** Whatever release it is: an agent serves the earlier one until it has all of the next. */
    private static boolean serves(LeaseView lease) {
        return lease.state() == ReplicaState.READY && lease.serves() != null;
    }

    private static String state(SiteView site, List<LeaseView> running, int ready, int up) {
        if (running.isEmpty()) return "has no replica";
        if (site.release() == null)
            return running.stream().allMatch(lease -> lease.stage().runs())
                    ? "waits for your first upload"
                    : "is being paid for";
        if (ready == site.replicas()) return "is up";
        if (up == site.replicas())
            return "is up; its " + (up == 1 ? "machine is" : "machines are") + " going over to release "
                    + site.release();
        return up > 0 ? "is up, with replicas missing" : "is not served yet";
    }
}
