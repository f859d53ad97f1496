package io.peerhost.marketplace.portal;

import io.peerhost.marketplace.offer.Offer;
import io.peerhost.marketplace.provider.Agent;
import io.peerhost.marketplace.provider.Presence;
import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.billing.Statement;
import io.peerhost.protocol.lease.Prices;
import io.peerhost.protocol.lease.Resources;
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
    /** @param command asks for the token; @param token works once; @param fetched whether the command brings the agent along */
    public record Enrol(String command, String token, Instant expiresAt, boolean fetched) {}

    /** What is rented now brings in an hour, base units, without egress. */
    public BigInteger hourly() {
        return machines.stream()
                .filter(machine -> machine.offer != null)
                .map(machine -> machine.offer.rented)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    /** @param paid base units that the chain has paid out; @param charged base units in closed epochs */
    public record Earnings(BigInteger charged, BigInteger paid, Chart chart, List<Statement.Line> lines) {}

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

        /** What people call it: it has no name but its key's. */
        public String name() {
            return offer == null ? "Machine without an offer" : "Machine in " + offer.region;
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
            if (offer == null) return "Set your prices, and renters find this machine.";
            if (!online) return "Start the agent again: nothing new is placed here while it is silent.";
            if (agent.provenAt == null)
                return "The agent is proving its capacity; once it has, this offer may be rented.";
            return null;
        }
    }

    /** @param hourly for all of it; @param rented for what is rented now; both base units, without egress */
    public record Standing(
            UUID id,
            String region,
            BigInteger hourly,
            BigInteger rented,
            Prices prices,
            int cpuMillis,
            int memoryMib,
            int diskMib,
            int soldCpuMillis,
            int soldMemoryMib,
            int soldDiskMib) {
        static Standing of(Offer offer) {
            return new Standing(
                    offer.id,
                    offer.region,
                    OfferRow.hourly(offer.limits(), offer.prices()),
                    rented(offer),
                    offer.prices(),
                    offer.cpuMillis,
                    offer.memoryMib,
                    offer.diskMib,
                    offer.soldCpuMillis,
                    offer.soldMemoryMib,
                    offer.soldDiskMib);
        }

        private static BigInteger rented(Offer offer) {
            if (offer.soldCpuMillis == 0) return BigInteger.ZERO;
            Resources sold = new Resources(offer.soldCpuMillis, offer.soldMemoryMib, offer.soldDiskMib);
            return OfferRow.hourly(sold, offer.prices());
        }
    }
}
