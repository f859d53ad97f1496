package io.peerhost.marketplace.machine;

import io.peerhost.marketplace.account.Accounts;
import io.peerhost.marketplace.provider.AgentResource.AgentView;
import io.peerhost.protocol.identity.Address;
import io.peerhost.rest.problem.Problem;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;

/** One machine of a seller. */
@Path("/api/agents/{agent}")
@Authenticated
public class MachineResource {
    private final Accounts accounts;
    private final Machines machines;

    public MachineResource(Accounts accounts, Machines machines) {
        this.accounts = accounts;
        this.machines = machines;
    }

    /** @param name null for none */
    public record MachineName(String name) {}

    @PUT
    @Path("/name")
    public AgentView rename(Address agent, MachineName body) {
        return AgentView.of(machines.rename(
                accounts.current().id, agent, Problem.present(body).name()));
    }

    @DELETE
    public void remove(Address agent) {
        machines.remove(accounts.current().id, agent);
    }
}
