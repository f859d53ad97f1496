package io.peerhost.marketplace.order;

import io.peerhost.marketplace.offer.Offers;
import io.peerhost.protocol.lease.Resources;
import io.peerhost.protocol.lease.Site;
import io.peerhost.protocol.lease.SiteKind;
import java.math.BigInteger;
import java.util.List;

/**
 * An order: the body of {@code POST /api/sites}.
 *
 * @param name the site's name and first label of its host
 * @param resources what one replica reserves, {@link #LEAST} or more
 * @param replicas how many, each with another seller; 1 when left out
 * @param maxHourly the most the whole site may cost in an hour, without egress; base units
 * @param maxEgressGib the most that a GiB sent to visitors may cost; {@link #USUAL_MAX_EGRESS_GIB} when left out; base units
 * @param deposit put into escrow for the whole site, split evenly over its replicas; base units
 * @param regions where, the preferred first; left out or empty for anywhere
 */
public record Order(
        String name,
        SiteKind kind,
        Resources resources,
        Integer replicas,
        BigInteger maxHourly,
        BigInteger maxEgressGib,
        BigInteger deposit,
        List<String> regions) {
    public static final int MOST_REGIONS = 10;
    /** Five times what sellers usually ask, a tenth of a token. */
    public static final BigInteger USUAL_MAX_EGRESS_GIB = BigInteger.valueOf(100_000);

    /** Smaller ones cost an agent more than they bring it. */
    public static final Resources LEAST = new Resources(10, 16, 16);

    private static final BigInteger MOST = BigInteger.TWO.pow(96).subtract(BigInteger.ONE);

    public Order {
        if (!Site.isName(name))
            throw new IllegalArgumentException("a site's name is 3 to 40 of a-z, 0-9 and inner hyphens, not " + name);
        if (kind == null || resources == null || maxHourly == null || deposit == null)
            throw new IllegalArgumentException("an order needs kind, resources, maxHourly and deposit");
        replicas = replicas == null ? 1 : replicas;
        if (replicas < 1 || replicas > Wish.MOST_REPLICAS)
            throw new IllegalArgumentException("a site has 1 to " + Wish.MOST_REPLICAS + " replicas");
        if (maxHourly.signum() < 0 || maxHourly.compareTo(MOST) > 0)
            throw new IllegalArgumentException("maxHourly is 0 to 2^96-1 base units");
        maxEgressGib = maxEgressGib == null ? USUAL_MAX_EGRESS_GIB : maxEgressGib;
        if (maxEgressGib.signum() < 0 || maxEgressGib.compareTo(MOST) > 0)
            throw new IllegalArgumentException("maxEgressGib is 0 to 2^96-1 base units");
        if (deposit.signum() <= 0 || deposit.compareTo(MOST) > 0)
            throw new IllegalArgumentException("deposit is 1 to 2^96-1 base units");
        regions = regions == null ? List.of() : regions;
        if (regions.size() > MOST_REGIONS || !regions.stream().allMatch(Offers::isRegion))
            throw new IllegalArgumentException(
                    "regions are at most " + MOST_REGIONS + " names of a-z, 0-9 and hyphens");
        if (!LEAST.fits(resources))
            throw new IllegalArgumentException(
                    "a replica has at least " + LEAST.cpuMillis() + " thousandths of a vCPU, " + LEAST.memoryMib()
                            + " MiB of memory and " + LEAST.diskMib() + " MiB of disk");
        regions = List.copyOf(regions);
    }

    BigInteger maxHourlyEach() {
        return maxHourly.divide(BigInteger.valueOf(replicas));
    }

    /** What is left over by the division goes to the first. */
    BigInteger depositOf(int replica) {
        BigInteger[] parts = deposit.divideAndRemainder(BigInteger.valueOf(replicas));
        return replica == 0 ? parts[0].add(parts[1]) : parts[0];
    }
}
