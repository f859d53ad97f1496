package io.peerhost.marketplace.portal;

import io.peerhost.marketplace.lease.ReplicaLogs;
import io.peerhost.marketplace.order.SiteView;
import io.peerhost.marketplace.order.SiteView.LeaseView;
import io.peerhost.marketplace.site.Drafts;
import io.peerhost.protocol.draft.DraftProgress;
import io.peerhost.protocol.lease.LeaseStage;
import io.peerhost.protocol.replica.ReplicaState;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What of a site changes while one looks at it.
 *
 * @param draft null while nobody uploads and all of it is published
 */
public record SiteLive(SiteRow site, DraftProgress draft, List<Replica> replicas, List<Log> logs) {
    /** @param seller by name; @param does in words; @param detail what its agent says; may be null */
    public record Replica(
            int number,
            String lease,
            String seller,
            String agent,
            String region,
            String does,
            String tone,
            String detail,
            Instant since,
            BigInteger hourly,
            BigInteger deposit,
            BigInteger owed) {}

    public record Log(int replica, List<String> lines) {}

    /** What of the deposits sellers have not earned, base units. */
    public BigInteger left() {
        return replicas.stream()
                .map(replica -> replica.deposit.subtract(replica.owed).max(BigInteger.ZERO))
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    /** How long that is enough for at the present rate, without egress; null when it costs nothing. */
    public String lasts() {
        return Shown.lasts(left(), site.hourly());
    }

    /** Differs when more of the page than this is to be drawn anew. */
    public String stamp() {
        return site.release() + "/" + replicas.size();
    }

    /** In a transaction. */
    static SiteLive of(SiteView site, Addresses addresses, ReplicaLogs logs, Drafts drafts) {
        List<LeaseView> running = SiteRow.running(site);
        Map<String, String> sellers = Sellers.ofMachines(
                site.leases().stream().map(lease -> lease.agent().hex()).collect(Collectors.toSet()));
        return new SiteLive(
                SiteRow.of(site, addresses),
                drafts.of(site.id()).orElse(null),
                Stream.concat(
                                running.stream().map(lease -> replica(lease, site, sellers)),
                                site.leases().stream().filter(LeaseView::vacant).map(lease -> vacant(lease, sellers)))
                        .sorted(Comparator.comparingInt(Replica::number))
                        .toList(),
                running.stream()
                        .map(lease -> new Log(lease.replica() + 1, logs.last(lease.lease())))
                        .filter(log -> !log.lines().isEmpty())
                        .toList());
    }

    private static Replica replica(LeaseView lease, SiteView site, Map<String, String> sellers) {
        boolean serves = SiteRow.serves(lease, site);
        boolean bad = lease.state() == ReplicaState.FAILED || lease.state() == ReplicaState.LOST;
        return new Replica(
                lease.replica() + 1,
                lease.lease().hex(),
                sellers.get(lease.agent().hex()),
                lease.agent().hex(),
                lease.region(),
                serves ? "Serves release " + site.release() : words(lease, site),
                serves ? "good" : bad ? "bad" : "warn",
                lease.advice() == null && site.release() != null ? lease.message() : lease.advice(),
                lease.saidAt() == null ? lease.since() : lease.saidAt(),
                lease.hourly(),
                lease.deposit(),
                lease.owed());
    }

    private static Replica vacant(LeaseView lease, Map<String, String> sellers) {
        return new Replica(
                lease.replica() + 1,
                lease.lease().hex(),
                sellers.get(lease.agent().hex()),
                lease.agent().hex(),
                lease.region(),
                "Looks for another seller",
                "warn",
                lease.advice() == null ? lease.reason() : lease.advice(),
                lease.since(),
                lease.hourly(),
                lease.deposit(),
                lease.owed());
    }

    private static String words(LeaseView lease, SiteView site) {
        if (lease.stage() == LeaseStage.OFFERED) return "Deposit on its way into escrow";
        if (site.release() == null) return "Paid; waits for your first release";
        if (lease.state() == null) return "Told to start";
        return switch (lease.state()) {
            case STARTING -> "Fetching release " + site.release();
            case READY -> "Going over to release " + site.release();
            case FAILED -> "Failed, tries again";
            case STOPPED -> "Stopped";
            case LOST -> "Its machine is silent";
        };
    }
}
