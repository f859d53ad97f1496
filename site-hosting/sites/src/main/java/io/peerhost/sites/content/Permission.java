package io.peerhost.sites.content;

import io.peerhost.protocol.identity.Audience;
import io.peerhost.protocol.release.Hash;
import io.peerhost.rest.problem.Problem;
import io.peerhost.sites.database.Database;
import io.peerhost.sites.release.ReleasedBlobs;
import io.peerhost.sites.site.Lease;
import io.peerhost.sites.site.SitesConfig;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.util.Collection;
import java.util.Set;

/** Decides whether an agent may have blobs. */
@ApplicationScoped
class Permission {
    private final Database database;
    private final Clock clock;
    private final SitesConfig config;
    private final HttpServerRequest request;

    Permission(Database database, Clock clock, SitesConfig config, HttpServerRequest request) {
        this.database = database;
        this.clock = clock;
        this.config = config;
        this.request = request;
    }

    /** By which agents know this service: where it is not said, what they asked for is taken for it. */
    private String address() {
        return Audience.of(config.url().orElseGet(() -> URI.create(request.scheme() + "://" + request.authority())));
    }

    /** @throws Problem 401 or 403 when the agent may have none, 404 when some are no part of the lease's site */
    void check(String header, Collection<Hash> hashes) {
        AgentCall call = AgentCall.checked(header, clock.instant(), address());
        Set<Hash> strangers = database.call(connection -> {
            Lease lease = Lease.findById(call.request().lease().hex());
            if (lease == null
                    || !lease.runs
                    || !lease.agent.equals(call.request().agent().hex()))
                throw Problem.of(
                        403,
                        "lease-not-yours",
                        "Not allowed",
                        "This lease is not this agent's, has ended, or is not known here yet. Try again in a moment.");
            return ReleasedBlobs.strangers(connection, lease.site, hashes);
        });
        if (!strangers.isEmpty())
            throw Problem.of(
                            404,
                            "blob-missing",
                            "A blob is not stored",
                            "Not part of any release of this lease's site: " + strangers.size()
                                    + " of the blobs named.")
                    .with("hashes", strangers);
    }
}
