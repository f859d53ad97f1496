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
        return machines.stream().map(machine -> machine.rented.hourly).reduce(BigInteger.ZERO, BigInteger::add);
    }

    /** @param paid base units that the chain has paid out; @param charged base units in closed epochs */
    public record Earnings(BigInteger charged, BigInteger paid, Chart chart, List<Statement.Line> lines) {}

    /**
     * @param inventory null before the agent reported
     * @param state in a word, for the badge
     * @param tone of the badge
     * @param next what its owner should do, null when nothing
     * @param rented under this offer and earlier ones
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
            Rented rented,
            Standing offer) {
        static Machine of(Agent agent) {
            boolean online = agent.presence == Presence.ONLINE;
            List<Offer> sold = Offer.rentedOf(agent.address);
            Standing offer = Offer.standingOf(agent.address)
                    .map(standing -> Standing.of(standing, sold))
                    .orElse(null);
            return new Machine(
                    agent.address,
                    agent.machine().orElse(null),
                    agent.lastSeen,
                    agent.provenAt,
                    agent.reputation,
                    state(agent.presence),
                    online ? "good" : agent.presence == Presence.LOST ? "bad" : "warn",
                    next(agent, online, offer),
                    Rented.of(sold),
                    offer);
        }

        public boolean offerable() {
            return offer == null && inventory != null;
        }

        public String cpuRoom() {
            return Shown.room(cpuLeft(), 1000 * inventory.cores(), 1000, "vCPU");
        }

        public String memoryRoom() {
            return Shown.room(memoryLeft(), inventory.memoryMib(), 1024, "GiB");
        }

        public String diskRoom() {
            return Shown.room(diskLeft(), inventory.diskMib(), 1024, "GiB");
        }

        int cpuLeft() {
            return Math.max(0, 1000 * inventory.cores() - rented.cpuMillis);
        }

        int memoryLeft() {
            return Math.max(0, inventory.memoryMib() - rented.memoryMib);
        }

        int diskLeft() {
            return Math.max(0, inventory.diskMib() - rented.diskMib);
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
            if (!online) return "Start the agent again: nothing new is placed here while it is silent.";
            if (offer == null) return "Set your prices, and renters find this machine.";
            if (agent.provenAt == null)
                return "The agent is proving its capacity; once it has, this offer may be rented.";
            return null;
        }
    }

    /** @param hourly base units, without egress */
    public record Rented(int cpuMillis, int memoryMib, int diskMib, BigInteger hourly) {
        private static final Rented NOTHING = new Rented(0, 0, 0, BigInteger.ZERO);

        static Rented of(List<Offer> offers) {
            return offers.stream().map(Rented::of).reduce(NOTHING, Rented::plus);
        }

        private static Rented of(Offer offer) {
            Resources sold = new Resources(offer.soldCpuMillis, offer.soldMemoryMib, offer.soldDiskMib);
            return new Rented(
                    sold.cpuMillis(), sold.memoryMib(), sold.diskMib(), OfferRow.hourly(sold, offer.prices()));
        }

        private Rented plus(Rented other) {
            return new Rented(
                    cpuMillis + other.cpuMillis,
                    memoryMib + other.memoryMib,
                    diskMib + other.diskMib,
                    hourly.add(other.hourly));
        }
    }

    /** With what earlier offers of the machine still have rented. @param hourly for all of it, base units, without egress */
    public record Standing(
            UUID id, String region, BigInteger hourly, Prices prices, int cpuMillis, int memoryMib, int diskMib) {
        /** @param sold the machine's offers with something rented */
        static Standing of(Offer offer, List<Offer> sold) {
            Rented earlier = Rented.of(
                    sold.stream().filter(other -> !other.id.equals(offer.id)).toList());
            return new Standing(
                    offer.id,
                    offer.region,
                    OfferRow.hourly(offer.limits(), offer.prices()).add(earlier.hourly()),
                    offer.prices(),
                    offer.cpuMillis + earlier.cpuMillis(),
                    offer.memoryMib + earlier.memoryMib(),
                    offer.diskMib + earlier.diskMib());
        }
    }
}
