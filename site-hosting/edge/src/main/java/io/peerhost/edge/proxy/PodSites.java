package io.peerhost.edge.proxy;

import io.netty.util.concurrent.FastThreadLocal;
import io.peerhost.edge.http.Visit;
import io.peerhost.edge.route.Routes;
import io.peerhost.edge.route.SiteRoute;
import io.peerhost.edge.tunnel.PipeTarget;
import io.peerhost.edge.tunnel.Tunnels;
import io.peerhost.protocol.identity.Bytes32;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Answers visitors of sites that run in pods. */
public final class PodSites {
    /** How long a visitor waits for a replica to be there at all. */
    public static final Duration PATIENCE = Duration.ofSeconds(3);

    /** How long a replica may be silent in the middle of an exchange. */
    static final long QUIET = TimeUnit.SECONDS.toNanos(60);

    static final long QUIET_RAW = TimeUnit.HOURS.toNanos(1);

    private final Routes routes;
    private final Tunnels tunnels;
    private final Consumer<Bytes32> answered;
    private final Duration patience;
    private final Shunned shunned = new Shunned();
    private final FastThreadLocal<Set<Exchange>> underWay = new FastThreadLocal<>();

    /** @param answered hears of each replica that answered a visitor */
    public PodSites(Routes routes, Tunnels tunnels, Consumer<Bytes32> answered, Duration patience) {
        this.routes = routes;
        this.tunnels = tunnels;
        this.answered = answered;
        this.patience = patience;
    }

    public void handle(SiteRoute site, Visit visit) {
        Attempts attempts = new Attempts(
                () -> routes.of(site.site()),
                replica -> tunnels.connected(replica.agent()),
                shunned,
                Affinity.asked(visit.head().fields()),
                patience.toNanos());
        Exchange exchange = new Exchange(this, visit, attempts);
        here(visit).add(exchange);
        exchange.begin();
    }

    /** The exchanges on this event loop, looked at each second. */
    private Set<Exchange> here(Visit visit) {
        Set<Exchange> known = underWay.get();
        if (known != null) return known;
        Set<Exchange> made = new HashSet<>();
        underWay.set(made);
        visit.loop()
                .scheduleAtFixedRate(
                        () -> {
                            long now = System.nanoTime();
                            new ArrayList<>(made).forEach(exchange -> exchange.look(now));
                        },
                        1,
                        1,
                        TimeUnit.SECONDS);
        return made;
    }

    void ended(Exchange exchange) {
        underWay.get().remove(exchange);
    }

    Tunnels tunnels() {
        return tunnels;
    }

    void answered(PipeTarget target) {
        answered.accept(target.lease());
    }
}
