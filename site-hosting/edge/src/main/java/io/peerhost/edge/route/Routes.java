package io.peerhost.edge.route;

import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.lease.LeaseEvent;
import io.peerhost.protocol.release.PageRules;
import io.peerhost.protocol.release.ReleaseEvent;
import io.peerhost.protocol.replica.ReplicaEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The table of routes. Events may come again or out of order: the highest version of a lease or replica and the highest
 * move of a site's pointer stay. Leases that ended are forgotten after {@link #ENDED_KEPT}: an event of before that comes again is
 * followed by the one that ended it. Written by one thread at a time, read by all.
 */
public final class Routes {
    /** After a day no event of before is under way any more, and what was counted of it is told. */
    private static final Duration ENDED_KEPT = Duration.ofDays(1);

    /**
     * That a site was deleted is known for longer, it takes little room: a release of it that waited for its broker all that time
     * would take the name from the next owner.
     */
    private static final Duration DELETED_KEPT = Duration.ofDays(90);

    private final String domain;
    private final Map<Bytes32, LeaseEvent> leases = new HashMap<>();
    private final Map<UUID, Set<Bytes32>> leasesOf = new HashMap<>();
    private final Map<UUID, ReleaseEvent> releases = new HashMap<>();
    private final Map<Bytes32, KnownReplica> replicas = new HashMap<>();
    private final Map<UUID, Instant> deleted = new HashMap<>();
    private final Map<UUID, Set<String>> hostsOf = new HashMap<>();
    private final Map<String, SiteRoute> byHost = new ConcurrentHashMap<>();
    private final Map<Address, Set<Bytes32>> runningAt = new ConcurrentHashMap<>();
    private final Map<UUID, SiteRoute> bySite = new ConcurrentHashMap<>();
    private boolean forgetting;

    /** @param domain below which a site without a release is named, as {@code name.domain} */
    public Routes(String domain) {
        this.domain = domain;
    }

    /** The site that answers as {@code host} (lower case, without port); null when there is none. */
    public SiteRoute of(String host) {
        return byHost.get(host);
    }

    /** As it is now; null when nothing is known of it. */
    public SiteRoute of(UUID site) {
        return bySite.get(site);
    }

    public boolean runsLease(Address agent) {
        return runningAt.containsKey(agent);
    }

    /** Replicas of running leases that serve something, and the site of each. */
    public List<Serving> serving() {
        List<Serving> all = new ArrayList<>();
        for (SiteRoute route : bySite.values())
            for (Replica replica : route.replicas()) all.add(new Serving(route, replica));
        return all;
    }

    public record Serving(SiteRoute site, Replica replica) {}

    /** Hosts that lead somewhere. */
    public int hosts() {
        return byHost.size();
    }

    public synchronized void apply(LeaseEvent event) {
        LeaseEvent known = leases.get(event.lease());
        if (known != null && known.version() >= event.version()) return;
        leases.put(event.lease(), event);
        leasesOf.computeIfAbsent(event.site().id(), _ -> new HashSet<>()).add(event.lease());
        if (event.site().deletedAt() != null)
            delete(event.site().id(), event.site().deletedAt());
        if (event.stage().runs())
            runningAt
                    .computeIfAbsent(event.provider(), _ -> ConcurrentHashMap.newKeySet())
                    .add(event.lease());
        else
            runningAt.computeIfPresent(event.provider(), (_, of) -> {
                of.remove(event.lease());
                return of.isEmpty() ? null : of;
            });
        publish(event.site().id());
    }

    public synchronized void apply(ReleaseEvent event) {
        ReleaseEvent known = releases.get(event.site());
        if (known != null && known.move() >= event.move() || deleted.containsKey(event.site())) return;
        releases.put(event.site(), event);
        publish(event.site());
    }

    public synchronized void apply(ReplicaEvent event) {
        KnownReplica known = replicas.get(event.lease());
        if (known != null && known.last().version() >= event.version()) return;
        replicas.put(event.lease(), known == null ? KnownReplica.of(event) : known.next(event));
        publish(event.site());
    }

    private void delete(UUID site, Instant at) {
        deleted.put(site, at);
        releases.remove(site);
    }

    /** To be called once the topics have been read: what ended long ago is forgotten. */
    public synchronized void forget(Instant now) {
        forgetting = true;
        Instant ended = now.minus(ENDED_KEPT);
        List.copyOf(leases.values()).stream()
                .filter(lease -> lease.stage().ended() && lease.at().isBefore(ended))
                .forEach(this::forget);
        replicas.values()
                .removeIf(known -> !leases.containsKey(known.last().lease())
                        && known.last().at().isBefore(ended));
        deleted.entrySet()
                .removeIf(site ->
                        !leasesOf.containsKey(site.getKey()) && site.getValue().isBefore(now.minus(DELETED_KEPT)));
    }

    private void forget(LeaseEvent lease) {
        leases.remove(lease.lease());
        replicas.remove(lease.lease());
        leasesOf.computeIfPresent(lease.site().id(), (_, of) -> {
            of.remove(lease.lease());
            return of.isEmpty() ? null : of;
        });
    }

    /** Whether it ended so long ago that it was forgotten. */
    public synchronized boolean hasForgotten(Bytes32 lease) {
        return forgetting && !leases.containsKey(lease);
    }

    private void publish(UUID site) {
        SiteRoute route = route(site);
        Set<String> hosts = route == null ? Set.of() : hosts(site, route.name());
        Set<String> before = hostsOf.getOrDefault(site, Set.of());
        if (route == null) {
            hostsOf.remove(site);
            bySite.remove(site);
        } else {
            hostsOf.put(site, hosts);
            bySite.put(site, route);
        }
        hosts.forEach(host -> byHost.put(host, route));
        for (String host : before) if (!hosts.contains(host)) giveUp(site, host);
    }

    /** To the site that was meant to have it all along: the events of two sites of one name come in any order. */
    private void giveUp(UUID site, String host) {
        if (!byHost.get(host).site().equals(site)) return;
        bySite.values().stream()
                .filter(other -> hostsOf.get(other.site()).contains(host))
                .findAny()
                .ifPresentOrElse(other -> byHost.put(host, other), () -> byHost.remove(host));
    }

    private Set<String> hosts(UUID site, String name) {
        ReleaseEvent release = releases.get(site);
        Set<String> hosts = new HashSet<>();
        if (release == null) hosts.add(name + "." + domain);
        else for (String host : release.hosts()) hosts.add(host.toLowerCase(Locale.ROOT));
        return hosts;
    }

    private SiteRoute route(UUID site) {
        if (deleted.containsKey(site)) return null;
        List<LeaseEvent> running = leasesOf.getOrDefault(site, Set.of()).stream()
                .map(leases::get)
                .filter(lease -> lease.stage().runs())
                .sorted(Comparator.comparingInt(LeaseEvent::replica))
                .toList();
        ReleaseEvent release = releases.get(site);
        if (release != null)
            return new SiteRoute(
                    site,
                    release.siteName(),
                    release.kind(),
                    release.root(),
                    release.at(),
                    release.pages(),
                    serving(running, release));
        if (running.isEmpty()) return null;
        LeaseEvent first = running.getFirst();
        return new SiteRoute(
                site, first.site().name(), first.site().kind(), null, first.at(), PageRules.USUAL, List.of());
    }

    private List<Replica> serving(List<LeaseEvent> running, ReleaseEvent release) {
        List<Replica> serving = new ArrayList<>();
        for (LeaseEvent lease : running) {
            KnownReplica known = replicas.get(lease.lease());
            if (known != null && known.serving() != null)
                serving.add(new Replica(lease.lease(), lease.provider(), known.serving()));
        }
        serving.sort(Comparator.comparing(replica -> !replica.release().equals(release.root())));
        return serving;
    }

    /** Everything, to be read back by {@link #apply}. */
    synchronized RouteSnapshot snapshot(Map<String, Long> offsets) {
        return new RouteSnapshot(
                RouteSnapshot.VERSION,
                offsets,
                List.copyOf(leases.values()),
                List.copyOf(releases.values()),
                List.copyOf(replicas.values()),
                deleted);
    }

    synchronized void restore(RouteSnapshot snapshot) {
        snapshot.deleted().forEach(this::delete);
        snapshot.leases().forEach(this::apply);
        snapshot.releases().forEach(this::apply);
        for (KnownReplica known : snapshot.replicas()) {
            replicas.put(known.last().lease(), known);
            publish(known.last().site());
        }
    }
}
