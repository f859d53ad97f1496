package io.peerhost.marketplace.review;

import io.peerhost.marketplace.provider.Agent;
import io.peerhost.protocol.identity.Address;
import io.peerhost.rest.problem.Problem;
import jakarta.annotation.security.PermitAll;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.Set;

/** Why a machine has the reputation it has. Anybody may look. */
@Path("/api/agents/{agent}/reputation")
@PermitAll
public class ReputationResource {
    private final TrackRecords records;

    public ReputationResource(TrackRecords records) {
        this.records = records;
    }

    /**
     * @param reputation 0 to 1000, as the market ranks by it
     * @param days how far back the record goes
     * @param presentSeconds how long it was heard of
     * @param absentSeconds how long it was lost, each loss an hour at least
     * @param keptLeases those that run, or ended as agreed
     * @param brokenLeases those that had to move because it was gone
     */
    public record ReputationView(
            Address agent,
            int reputation,
            long days,
            long presentSeconds,
            long absentSeconds,
            long keptLeases,
            long brokenLeases) {}

    /** @throws Problem 404 when there is no such agent */
    @GET
    @Transactional
    public ReputationView of(Address agent) {
        Agent known = Agent.at(agent).orElseThrow(() -> Problem.missing("There is no agent " + agent + "."));
        TrackRecord record = records.of(Set.of(known.address)).getOrDefault(known.address, TrackRecord.NONE);
        return new ReputationView(
                agent,
                known.reputation,
                Reputation.WINDOW.toDays(),
                record.present().toSeconds(),
                record.absent().toSeconds(),
                record.kept(),
                record.broken());
    }
}
