package io.peerhost.marketplace.offer;

import io.peerhost.marketplace.change.Changes;
import io.peerhost.marketplace.provider.Agent;
import io.peerhost.marketplace.provider.ProviderConfig;
import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.lease.Prices;
import io.peerhost.protocol.lease.Resources;
import io.peerhost.protocol.lease.SiteKind;
import io.peerhost.rest.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.UUID;
import java.util.regex.Pattern;

/** Puts offers up, takes them down, and sells room of them, never more than there is. */
@ApplicationScoped
public class Offers {
    private static final Pattern REGION = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?");

    /** How many leases the agent of an offer {@code o} is to run, and how many of them in pods. */
    public static final String HELD = """
            SELECT count(*) AS leases, count(*) FILTER (WHERE s.kind <> 'STATIC') AS pods
            FROM lease l JOIN site s ON s.id = l.site
            WHERE l.agent = o.agent AND l.stage IN ('OFFERED', 'FUNDED', 'ACTIVE')""";

    private final EntityManager database;
    private final Changes changes;
    private final ProviderConfig config;
    private final Clock clock;

    public Offers(EntityManager database, Changes changes, ProviderConfig config, Clock clock) {
        this.database = database;
        this.changes = changes;
        this.config = config;
        this.clock = clock;
    }

    public static boolean isRegion(String region) {
        return region != null && REGION.matcher(region).matches();
    }

    /** @throws Problem 404 when the agent is not the account's, 409 when it has an offer, 422 when it is more than the machine has */
    @Transactional
    public Offer post(UUID account, Address address, OfferTerms terms) {
        requireRegion(terms);
        Agent agent = Agent.locked(address)
                .filter(found -> found.isOf(account))
                .orElseThrow(() -> Problem.missing("You have no agent " + address + "."));
        Offer offer = new Offer();
        offer.id = UUID.randomUUID();
        offer.agent = agent.address;
        offer.account = account;
        offer.createdAt = clock.instant();
        requireRoom(agent, offer, terms.limits());
        if (Offer.standingOf(agent.address).isPresent())
            throw Problem.conflict(
                    "offer-stands", "This agent's offer stands already. Change it, or take it down first.");
        write(offer, terms);
        offer.persistAndFlush();
        return offer;
    }

    /**
     * What is placed from then on is placed at these terms; the leases that run keep theirs.
     *
     * @throws Problem 404 when it is not a standing offer of the account's, 422 when it is more than the machine has or less than
     *     is rented
     */
    @Transactional
    public Offer change(UUID account, UUID id, OfferTerms terms) {
        requireRegion(terms);
        Offer offer = standing(account, id);
        requireRoom(Agent.at(new Address(offer.agent)).orElseThrow(), offer, terms.limits());
        requireRented("cpuMillis", terms.limits().cpuMillis(), offer.soldCpuMillis);
        requireRented("memoryMib", terms.limits().memoryMib(), offer.soldMemoryMib);
        requireRented("diskMib", terms.limits().diskMib(), offer.soldDiskMib);
        write(offer, terms);
        return offer;
    }

    private void write(Offer offer, OfferTerms terms) {
        offer.vcpuHour = terms.prices().vcpuHour();
        offer.memoryGibHour = terms.prices().memoryGibHour();
        offer.diskGibHour = terms.prices().diskGibHour();
        offer.egressGib = terms.prices().egressGib();
        offer.region = terms.region();
        offer.cpuMillis = terms.limits().cpuMillis();
        offer.memoryMib = terms.limits().memoryMib();
        offer.diskMib = terms.limits().diskMib();
        offer.changedAt = clock.instant();
        changes.offer(offer.id);
    }

    /** Nothing new is placed there; the leases that run go on. */
    @Transactional
    public void withdraw(UUID account, UUID id) {
        Offer offer = standing(account, id);
        offer.withdrawnAt = clock.instant();
        offer.changedAt = offer.withdrawnAt;
        changes.offer(id);
    }

    /** Locked: nothing of it is sold or freed meanwhile. */
    private static Offer standing(UUID account, UUID id) {
        return Offer.locked(id)
                .filter(found -> found.account.equals(account) && found.withdrawnAt == null)
                .orElseThrow(() -> Problem.missing("You have no standing offer " + id + "."));
    }

    /**
     * Sells room in one statement, so that two buyers never get the same.
     *
     * @return whether there was enough, at these prices and there: its seller may have changed them just now; and whether its agent
     *     may have one more
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean sell(UUID id, Prices prices, String region, SiteKind kind, Resources wanted) {
        int sold = database.createNativeQuery("""
                        UPDATE offer o SET sold_cpu_millis = sold_cpu_millis + ?2, sold_memory_mib = sold_memory_mib + ?3,
                            sold_disk_mib = sold_disk_mib + ?4, changed_at = ?5
                        WHERE id = ?1 AND withdrawn_at IS NULL AND sold_cpu_millis + ?2 <= cpu_millis
                            AND sold_memory_mib + ?3 <= memory_mib AND sold_disk_mib + ?4 <= disk_mib
                            AND (vcpu_hour, memory_gib_hour, disk_gib_hour, egress_gib) = (?6, ?7, ?8, ?9) AND region = ?10
                            AND (SELECT leases < ?11 AND pods < ?12 FROM (%s) AS held)""".formatted(HELD))
                .setParameter(1, id)
                .setParameter(2, wanted.cpuMillis())
                .setParameter(3, wanted.memoryMib())
                .setParameter(4, wanted.diskMib())
                .setParameter(5, clock.instant())
                .setParameter(6, prices.vcpuHour())
                .setParameter(7, prices.memoryGibHour())
                .setParameter(8, prices.diskGibHour())
                .setParameter(9, prices.egressGib())
                .setParameter(10, region)
                .setParameter(11, config.mostLeases())
                .setParameter(12, kind.needsPods() ? config.mostPods() : Integer.MAX_VALUE)
                .executeUpdate();
        changes.offer(id);
        return sold == 1;
    }

    /** Room of a lease that has ended. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void free(UUID id, Resources sold) {
        database.createNativeQuery("""
                        UPDATE offer SET sold_cpu_millis = sold_cpu_millis - ?2, sold_memory_mib = sold_memory_mib - ?3,
                            sold_disk_mib = sold_disk_mib - ?4, changed_at = ?5
                        WHERE id = ?1""")
                .setParameter(1, id)
                .setParameter(2, sold.cpuMillis())
                .setParameter(3, sold.memoryMib())
                .setParameter(4, sold.diskMib())
                .setParameter(5, clock.instant())
                .executeUpdate();
        changes.offer(id);
    }

    /** A machine's earlier offers count too, until what they sold has ended. */
    private void requireRoom(Agent agent, Offer offer, Resources limits) {
        Message.Inventory machine = agent.machine()
                .orElseThrow(() -> Problem.refused(
                        "machine-unknown", "The agent has not reported its machine yet. Start it and try again."));
        Object[] sold = (Object[]) database.createNativeQuery("""
                        SELECT coalesce(sum(sold_cpu_millis), 0), coalesce(sum(sold_memory_mib), 0),
                            coalesce(sum(sold_disk_mib), 0) FROM offer WHERE agent = ?1 AND id <> ?2""", Object[].class)
                .setParameter(1, agent.address)
                .setParameter(2, offer.id)
                .getSingleResult();
        require("cpuMillis", limits.cpuMillis(), machine.cores() * 1000L, sold[0]);
        require("memoryMib", limits.memoryMib(), machine.memoryMib(), sold[1]);
        require("diskMib", limits.diskMib(), machine.diskMib(), sold[2]);
    }

    private static void requireRegion(OfferTerms terms) {
        if (!isRegion(terms.region()))
            throw Problem.malformed("A region is 1 to 40 of a-z, 0-9 and inner hyphens, like eu-west.");
    }

    private static void requireRented(String what, int offered, int rented) {
        if (offered < rented)
            throw Problem.refused(
                            "less-than-is-rented",
                            "Of " + what + " " + rented
                                    + " is rented. Offer at least that until those leases have ended.")
                    .with("limit", what)
                    .with("offered", offered)
                    .with("rented", rented);
    }

    private static void require(String what, long offered, long had, Object sold) {
        long room = had - ((Number) sold).longValue();
        if (offered > room)
            throw Problem.refused("more-than-there-is", "The machine has " + room + " of " + what + " to offer.")
                    .with("limit", what)
                    .with("offered", offered)
                    .with("available", room)
                    .with("had", had);
    }
}
