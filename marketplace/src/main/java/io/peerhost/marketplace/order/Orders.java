package io.peerhost.marketplace.order;

import io.peerhost.marketplace.account.Account;
import io.peerhost.marketplace.lease.Lease;
import io.peerhost.marketplace.lease.LeaseMoves;
import io.peerhost.marketplace.site.RentedSite;
import io.peerhost.protocol.json.Json;
import io.peerhost.rest.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.math.BigInteger;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Turns an order into a site with leases, and ends both. */
@ApplicationScoped
public class Orders {
    private static final int MOST_SITES = 200;

    private final Placement placement;
    private final Funds funds;
    private final LeaseMoves moves;
    private final Clock clock;

    public Orders(Placement placement, Funds funds, LeaseMoves moves, Clock clock) {
        this.placement = placement;
        this.funds = funds;
        this.moves = moves;
        this.clock = clock;
    }

    /**
     * @param held what the account's wallet holds, asked before
     * @throws Problem 409 when the name is taken, 422 when the deposit or the wallet is too little or the market has no match
     */
    @Transactional
    public RentedSite place(Account account, Order order, Funds.Held held) {
        BigInteger free = funds.free(held);
        requireName(order.name());
        if (RentedSite.count("account = ?1 and deletedAt is null", account.id) >= MOST_SITES)
            throw Problem.refused("too-many-sites", "An account has at most " + MOST_SITES + " sites.");
        if (order.deposit().compareTo(BigInteger.valueOf(order.replicas())) < 0)
            throw Problem.refused("deposit-too-low", "The deposit is at least one base unit a replica.");
        requireBalance(free, order.deposit());
        Wish wish = new Wish(
                order.kind(),
                order.resources(),
                order.replicas(),
                order.maxHourlyEach(),
                order.maxEgressGib(),
                order.regions(),
                Set.of());
        List<Candidate> offers =
                switch (placement.reserve(wish)) {
                    case Match.Found(List<Candidate> found) -> found;
                    case Match.None none -> throw noMatch(none, order.replicas());
                };
        RentedSite site = site(account, order);
        for (int i = 0; i < offers.size(); i++) placement.begin(site, i, offers.get(i), order.depositOf(i));
        return site;
    }

    /**
     * Its leases end, its unspent deposits come back after the escrow's delay, and visitors get nothing any more: its last
     * lease says so, even if that ended long ago. The site is locked first, so that no replica finds another seller meanwhile.
     */
    @Transactional
    public void delete(UUID account, String name) {
        RentedSite site = owned(RentedSite.lockedNamed(name), account, name);
        site.deletedAt = clock.instant();
        List<String> leases = Lease.idsOfSite(site.id);
        for (String lease : leases) Lease.locked(lease).ifPresent(locked -> moves.end(locked, "the site was deleted"));
        Lease.locked(leases.getLast()).ifPresent(moves::repeat);
    }

    /** @throws Problem 404 when the account has no site of that name */
    public RentedSite own(UUID account, String name) {
        return owned(RentedSite.named(name), account, name);
    }

    private static RentedSite owned(Optional<RentedSite> found, UUID account, String name) {
        return found.filter(site -> site.account.equals(account))
                .orElseThrow(() -> Problem.missing("You have no site " + name + "."));
    }

    /** A name is free when no site has it and nothing of an earlier one runs on. */
    private void requireName(String name) {
        boolean taken = RentedSite.named(name).isPresent()
                || Lease.count(
                                "site in (select id from RentedSite where name = ?1) and stage in ('OFFERED', 'FUNDED', 'ACTIVE')",
                                name)
                        > 0;
        if (taken)
            throw Problem.conflict("name-taken", "There is a site called " + name + " already. Choose another name.");
    }

    /** What is already promised to leases on their way cannot be promised again. */
    private void requireBalance(BigInteger free, BigInteger deposit) {
        if (deposit.compareTo(free) > 0)
            throw Problem.refused(
                            "balance-too-low",
                            "Your wallet has " + free + " base units free, the deposit is " + deposit + ".")
                    .with("balance", free)
                    .with("deposit", deposit);
    }

    private static Problem noMatch(Match.None none, int replicas) {
        return Problem.refused(
                        "no-match",
                        "Too few offers fit " + (replicas == 1 ? "a replica" : replicas + " replicas") + "; "
                                + none.standing() + (none.standing() == 1 ? " stands" : " stand")
                                + ". See how many each wish excludes, and relax one.")
                .with("standing", none.standing())
                .with("excluded", none.excluded());
    }

    private RentedSite site(Account account, Order order) {
        RentedSite site = new RentedSite();
        site.id = UUID.randomUUID();
        site.name = order.name();
        site.account = account.id;
        site.ownerName = account.userName;
        site.kind = order.kind();
        site.cpuMillis = order.resources().cpuMillis();
        site.memoryMib = order.resources().memoryMib();
        site.diskMib = order.resources().diskMib();
        site.replicas = order.replicas();
        site.maxHourly = order.maxHourly();
        site.maxEgressGib = order.maxEgressGib();
        site.regions = Json.write(order.regions());
        site.hosts = "[]";
        site.createdAt = clock.instant();
        site.persistAndFlush();
        return site;
    }
}
