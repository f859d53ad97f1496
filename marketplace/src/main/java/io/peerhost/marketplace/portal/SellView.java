package io.peerhost.marketplace.portal;

import io.peerhost.marketplace.lease.Lease;
import io.peerhost.marketplace.offer.Offer;
import io.peerhost.marketplace.provider.Agent;
import io.peerhost.marketplace.provider.Presence;
import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.billing.Statement;
import io.peerhost.protocol.lease.Prices;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What an account sells.
 *
 * @param token just made, with the command that uses it; null when none was
 * @param earnings null while billing does not answer
 */
public record SellView(List<Machine> machines, Enrol token, Earnings earnings) {
    /** @param command asks for the token; @param token works once; @param fetched whether the command brings the agent along */
    public record Enrol(String command, String token, Instant expiresAt, boolean fetched) {}

    /** Whether there is or was something to earn with. */
    public boolean begun() {
        return !machines.isEmpty() || earnings == null || !earnings.lines.isEmpty();
    }

    /** What is rented now brings in an hour, base units, without egress. */
    public BigInteger hourly() {
        return machines.stream().map(machine -> machine.rented.hourly).reduce(BigInteger.ZERO, BigInteger::add);
    }

    /** @param earned base units, ever; @param paid those of them that the chain has paid out; @param lines the newest */
    public record Earnings(BigInteger earned, BigInteger paid, Chart chart, List<Statement.Line> lines) {}

    /**
     * @param inventory null before the agent reported
     * @param state in a word, for the badge
     * @param tone of the badge
     * @param next what its owner should do, null when nothing
     * @param given what its seller calls it; null for no name
     * @param leases that hold room on it
     * @param rented under this offer and earlier ones
     * @param earlier under earlier ones alone
     * @param offer that stands; null when none does
     */
    public record Machine(
            String address,
            String given,
            Message.Inventory inventory,
            Instant lastSeen,
            Instant provenAt,
            int reputation,
            String state,
            String tone,
            String next,
            int leases,
            Rented rented,
            Rented earlier,
            Standing offer) {
        static Machine of(Agent agent) {
            boolean online = agent.presence == Presence.ONLINE;
            List<Lease> leases = Lease.holding(agent.address);
            Offer stands = Offer.standingOf(agent.address).orElse(null);
            Rented earlier =
                    Rented.of(leases.stream().filter(lease -> stands == null || !lease.offer.equals(stands.id)));
            Standing offer = stands == null ? null : Standing.of(stands, leases, earlier);
            return new Machine(
                    agent.address,
                    agent.name,
                    agent.machine().orElse(null),
                    agent.lastSeen,
                    agent.provenAt,
                    agent.reputation,
                    state(agent.presence),
                    online ? "good" : agent.presence == Presence.LOST ? "bad" : "warn",
                    next(agent, online, offer),
                    leases.size(),
                    Rented.of(leases.stream()),
                    earlier,
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
            return Math.max(0, 1000 * inventory.cores() - earlier.cpuMillis);
        }

        int memoryLeft() {
            return Math.max(0, inventory.memoryMib() - earlier.memoryMib);
        }

        int diskLeft() {
            return Math.max(0, inventory.diskMib() - earlier.diskMib);
        }

        /** What people call it. */
        public String name() {
            if (given != null) return given;
            return offer == null ? "Machine without an offer" : "Machine in " + offer.region;
        }

        /** What one does to remove it. */
        public String removal() {
            return "Type " + name() + " to remove it";
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

        static Rented of(Stream<Lease> leases) {
            return leases.map(Rented::of).reduce(NOTHING, Rented::plus);
        }

        /** At the prices it began with. */
        private static Rented of(Lease lease) {
            return new Rented(
                    lease.cpuMillis, lease.memoryMib, lease.diskMib, OfferRow.hourly(lease.reserved(), lease.prices()));
        }

        private Rented plus(Rented other) {
            return new Rented(
                    cpuMillis + other.cpuMillis,
                    memoryMib + other.memoryMib,
                    diskMib + other.diskMib,
                    hourly.add(other.hourly));
        }
    }

    /**
     * With what earlier offers of the machine still have rented.
     *
     * @param hourly for all of it, what is rented at the prices agreed; base units, without egress
     */
    public record Standing(
            UUID id, String region, BigInteger hourly, Prices prices, int cpuMillis, int memoryMib, int diskMib) {
        /** @param leases of all offers of the machine */
        static Standing of(Offer offer, List<Lease> leases, Rented earlier) {
            BigInteger agreedOtherwise = leases.stream()
                    .filter(lease -> lease.offer.equals(offer.id))
                    .map(lease -> OfferRow.hourly(lease.reserved(), lease.prices())
                            .subtract(OfferRow.hourly(lease.reserved(), offer.prices())))
                    .reduce(BigInteger.ZERO, BigInteger::add);
            return new Standing(
                    offer.id,
                    offer.region,
                    OfferRow.hourly(offer.limits(), offer.prices())
                            .add(agreedOtherwise)
                            .add(earlier.hourly()),
                    offer.prices(),
                    offer.cpuMillis + earlier.cpuMillis(),
                    offer.memoryMib + earlier.memoryMib(),
                    offer.diskMib + earlier.diskMib());
        }
    }
}
