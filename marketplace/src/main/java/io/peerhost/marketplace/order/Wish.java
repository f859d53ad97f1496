package io.peerhost.marketplace.order;

import io.peerhost.protocol.lease.Resources;
import io.peerhost.protocol.lease.SiteKind;
import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What is wanted of the market.
 *
 * @param each what one replica reserves
 * @param replicas how many, each with another seller
 * @param maxHourlyEach the most one replica may cost in an hour without egress, base units
 * @param maxEgressGib the most a GiB sent to visitors may cost, base units
 * @param regions where, the preferred first; empty for anywhere
 * @param notSellers who has other replicas of the site
 */
public record Wish(
        SiteKind kind,
        Resources each,
        int replicas,
        BigInteger maxHourlyEach,
        BigInteger maxEgressGib,
        List<String> regions,
        Set<UUID> notSellers) {
    public static final int MOST_REPLICAS = 16;

    public Wish {
        if (kind == null || each == null || maxHourlyEach == null || maxEgressGib == null)
            throw new IllegalArgumentException("A wish needs kind, resources and highest prices");
        if (replicas < 1 || replicas > MOST_REPLICAS)
            throw new IllegalArgumentException("A site has 1 to " + MOST_REPLICAS + " replicas");
        if (maxHourlyEach.signum() < 0 || maxEgressGib.signum() < 0)
            throw new IllegalArgumentException("The highest prices are not negative");
        regions = List.copyOf(regions);
        notSellers = Set.copyOf(notSellers);
    }
}
