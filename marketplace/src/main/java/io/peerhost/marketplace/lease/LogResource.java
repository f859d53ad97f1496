package io.peerhost.marketplace.lease;

import io.peerhost.protocol.replica.ReplicaLog;
import io.peerhost.rest.access.Clients;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** The SSH gateway shows what a site's replicas wrote, to those whose site it is. */
@Path("/internal/sites/{id}/logs")
@RolesAllowed(Clients.GATEWAY)
public class LogResource {
    private final ReplicaLogs logs;

    public LogResource(ReplicaLogs logs) {
        this.logs = logs;
    }

    /** One for each replica that runs, also when it wrote nothing; as far as its agent sent lines to this instance. */
    @GET
    @Transactional
    public List<ReplicaLog> logs(UUID id) {
        return Lease.ofSite(id).stream()
                .filter(lease -> lease.state().stage().runs())
                .map(lease -> new ReplicaLog(lease.replica, logs.last(lease.key())))
                .sorted(Comparator.comparingInt(ReplicaLog::replica))
                .toList();
    }
}
