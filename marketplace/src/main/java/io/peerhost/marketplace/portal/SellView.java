package io.peerhost.marketplace.portal;

import io.peerhost.marketplace.offer.Offer;
import io.peerhost.marketplace.provider.Agent;
import io.peerhost.marketplace.provider.Presence;
import io.peerhost.protocol.agent.Message;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What an account sells.
 *
 * @param token just made, with the command that uses it; null when none was
 * @param earnings null while billing does not answer
 */
public record SellView(List<Machine> machines, Enrol token, Earnings earnings) {
    /** @param command asks for the token; @param token works once */
    public record Enrol(String command, String token, Instant expiresAt) {}

    /** @param paid base units that the chain has paid out; @param charged base units in closed epochs */
    public record Earnings(BigInteger charged, BigInteger paid, Chart chart, List<BillingClient.Line> lines) {}

    /**
     * @param inventory null before the agent reported
     * @param state in a word, for the badge
     * @param tone of the badge
     * @param next what its owner should do, null when nothing
     * @param offer that stands; null when none does
     */
    public record Machine(
            String address,
            Message.Inventory inventory,
            Instant lastSeen,
            Instant provenAt,
            int reputation,
            String state,
            String tone,
            String next,
            Standing offer) {
        static Machine of(Agent agent) {
            boolean online = agent.presence == Presence.ONLINE;
            Standing offer = Offer.standingOf(agent.address).map(Standing::of).orElse(null);
            return new Machine(
                    agent.address,
                    agent.machine().orElse(null),
                    agent.lastSeen,
                    agent.provenAt,
                    agent.reputation,
                    state(agent.presence),
                    online ? "good" : agent.presence == Presence.LOST ? "bad" : "warn",
                    next(agent, online, offer),
                    offer);
        }

        public boolean offerable() {
            return offer == null && inventory != null;
        }

        private static String state(Presence presence) {
            return switch (presence) {
                case NEW -> "Never connected";
                case ONLINE -> "Online";
                case SUSPECT -> "Silent";
                case LOST -> "Lost";
            };
        }

        private static String next(Agent agent, boolean online, Standing offer) {
            if (agent.inventory == null) return "Start the agent: it reports what the machine has.";
            if (offer == null) return "Post an offer below, and renters find this machine.";
            if (!online) return "Start the agent again: nothing new is placed here while it is silent.";
            if (agent.provenAt == null)
                return "The agent is proving its capacity; once it has, this offer may be rented.";
            return null;
        }
    }

    /** Parts in thousandths of what is offered. */
    public record Standing(
            UUID id,
            String region,
            BigInteger hourly,
            int cpuMillis,
            int memoryMib,
            int diskMib,
            int soldCpuMillis,
            int soldMemoryMib,
            int soldDiskMib,
            BigInteger egressGib) {
        static Standing of(Offer offer) {
            return new Standing(
                    offer.id,
                    offer.region,
                    OfferRow.hourly(offer.limits(), offer.prices()),
                    offer.cpuMillis,
                    offer.memoryMib,
                    offer.diskMib,
                    offer.soldCpuMillis,
                    offer.soldMemoryMib,
                    offer.soldDiskMib,
                    offer.egressGib);
        }
    }
}
