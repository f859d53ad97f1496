package io.peerhost.marketplace.machine;

import io.peerhost.marketplace.change.Changes;
import io.peerhost.marketplace.lease.Lease;
import io.peerhost.marketplace.offer.Offer;
import io.peerhost.marketplace.offer.Offers;
import io.peerhost.marketplace.provider.Agent;
import io.peerhost.marketplace.provider.Presence;
import io.peerhost.protocol.identity.Address;
import io.peerhost.rest.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.UUID;
import org.jboss.logging.Logger;

/** What a seller does with a machine that is enrolled. */
@ApplicationScoped
public class Machines {
    private static final Logger LOG = Logger.getLogger(Machines.class);
    private static final int LONGEST_NAME = 40;

    private final Offers offers;
    private final Changes changes;
    private final Clock clock;

    public Machines(Offers offers, Changes changes, Clock clock) {
        this.offers = offers;
        this.changes = changes;
        this.clock = clock;
    }

    /** @param name nothing, or blank, for none @throws Problem 422 when it is no name, 404 when the machine is not the account's */
    @Transactional
    public Agent rename(UUID account, Address address, String name) {
        String wanted = name == null || name.isBlank() ? null : name.strip();
        if (wanted != null
                && (wanted.length() > LONGEST_NAME || wanted.codePoints().anyMatch(Machines::isUnseen)))
            throw Problem.refused(
                    "not-a-name",
                    "A machine's name is at most " + LONGEST_NAME + " characters, all of which can be seen.");
        Agent agent = own(account, address);
        agent.name = wanted;
        return agent;
    }

    /**
     * Its offer is taken down and its agent refused from then on; what it did stays known.
     *
     * @throws Problem 404 when the machine is not the account's, 409 while it carries leases
     */
    @Transactional
    public void remove(UUID account, Address address) {
        Agent agent = own(account, address);
        // First of all: who was about to buy of it has then done so, or never will.
        Offer.standingOf(agent.address).ifPresent(offer -> offers.withdraw(account, offer.id));
        int leases = Lease.holding(agent.address).size();
        if (leases > 0)
            throw Problem.conflict(
                            "machine-rented",
                            "The machine carries " + (leases == 1 ? "1 lease" : leases + " leases")
                                    + ". Take its offer down, so that no more come, and remove it once they have ended"
                                    + " and are settled.")
                    .with("leases", leases);
        agent.removedAt = clock.instant();
        agent.connection = null;
        // One that is lost stays so, for its absence goes on.
        if (agent.presence != Presence.LOST) agent.presence = Presence.NEW;
        changes.agent(address);
        LOG.infof("agent %s was removed by its seller", agent.address);
    }

    private static Agent own(UUID account, Address address) {
        return Agent.locked(address)
                .filter(found -> found.isOf(account))
                .orElseThrow(() -> Problem.missing("You have no machine " + address + "."));
    }

    private static boolean isUnseen(int character) {
        return Character.isISOControl(character) || Character.getType(character) == Character.FORMAT;
    }
}
