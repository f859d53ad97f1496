package io.peerhost.marketplace.order;

import io.peerhost.marketplace.lease.Lease;
import io.peerhost.marketplace.lease.LeaseDeeds;
import io.peerhost.marketplace.lease.LeaseMoves;
import io.peerhost.marketplace.offer.Offers;
import io.peerhost.marketplace.site.RentedSite;
import io.peerhost.marketplace.wallet.Wallets;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.lease.Resources;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Buys room of the best offers and begins leases there. */
@ApplicationScoped
public class Placement {
    private static final int TRIES = 10;
    private static final Duration OPEN_WITHIN = Duration.ofHours(1);

    private final OfferIndex index;
    private final Offers offers;
    private final Wallets wallets;
    private final LeaseMoves moves;
    private final SecureRandom random;
    private final Clock clock;

    public Placement(
            OfferIndex index, Offers offers, Wallets wallets, LeaseMoves moves, SecureRandom random, Clock clock) {
        this.index = index;
        this.offers = offers;
        this.wallets = wallets;
        this.moves = moves;
        this.random = random;
        this.clock = clock;
    }

    /** Reserves room for every replica, or none: somebody may have been faster, then the next best are tried. */
    @Transactional(Transactional.TxType.MANDATORY)
    Match reserve(Wish wish) {
        Match match = index.match(wish);
        for (int tries = 1; match instanceof Match.Found(List<Candidate> found) && tries < TRIES; tries++) {
            if (sold(found, wish)) return match;
            index.refresh(found.stream().map(Candidate::offer).collect(Collectors.toSet()), Set.of());
            match = index.match(wish);
        }
        return match instanceof Match.Found(List<Candidate> found) && !sold(found, wish)
                ? new Match.None(index.size(), Map.of(Exclusion.RESOURCES, found.size()))
                : match;
    }

    /** @param offer with room reserved already */
    @Transactional(Transactional.TxType.MANDATORY)
    Lease begin(RentedSite site, int replica, Candidate offer, BigInteger deposit) {
        Instant now = clock.instant();
        Resources each = site.resources();
        Lease lease = new Lease();
        lease.site = site.id;
        lease.replica = replica;
        lease.offer = offer.offer();
        lease.agent = offer.agent().hex();
        lease.seller = offer.seller();
        lease.renter = site.account;
        lease.sellerWallet = wallets.of(offer.seller()).address;
        lease.renterWallet = wallets.of(site.account).address;
        lease.cpuMillis = each.cpuMillis();
        lease.memoryMib = each.memoryMib();
        lease.diskMib = each.diskMib();
        lease.vcpuHour = offer.prices().vcpuHour();
        lease.memoryGibHour = offer.prices().memoryGibHour();
        lease.diskGibHour = offer.prices().diskGibHour();
        lease.egressGib = offer.prices().egressGib();
        lease.region = offer.region();
        lease.deposit = deposit;
        lease.owed = BigInteger.ZERO;
        lease.maxRatePerSecond = LeaseDeeds.maxRatePerSecond(each, offer.prices());
        lease.openBy = now.plus(OPEN_WITHIN).truncatedTo(ChronoUnit.SECONDS);
        lease.agreement = LeaseDeeds.agreement(site.id, replica, each, offer.prices(), offer.region())
                .hex();
        lease.salt = Bytes32.random(random).hex();
        lease.createdAt = now;
        moves.begin(lease);
        return lease;
    }

    /** In the order of their ids, so that two orders never wait for each other in a circle. */
    private boolean sold(List<Candidate> found, Wish wish) {
        List<Candidate> done = new ArrayList<>();
        for (Candidate offer :
                found.stream().sorted(Comparator.comparing(Candidate::offer)).toList()) {
            if (!offers.sell(offer.offer(), offer.prices(), offer.region(), wish.kind(), wish.each())) {
                done.forEach(sold -> offers.free(sold.offer(), wish.each()));
                return false;
            }
            done.add(offer);
        }
        return true;
    }
}
