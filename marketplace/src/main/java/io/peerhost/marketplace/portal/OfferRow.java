package io.peerhost.marketplace.portal;

import io.peerhost.marketplace.offer.Offer;
import io.peerhost.marketplace.provider.Agent;
import io.peerhost.marketplace.provider.Presence;
import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.lease.Prices;
import io.peerhost.protocol.lease.Rate;
import io.peerhost.protocol.lease.Resources;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An offer on the market.
 *
 * @param hourly what the smallest size costs in an hour, without egress; base units
 * @param reputation thousandths
 */
public record OfferRow(
        UUID id,
        UUID account,
        String seller,
        String machine,
        String region,
        boolean online,
        boolean proven,
        boolean pods,
        int reputation,
        int freeCpu,
        int freeMemory,
        int freeDisk,
        Prices prices,
        BigInteger hourly) {
    private static final UUID FIRST = new UUID(0, 0);
    private static final int MOST = 200;

    /** Those that stand, the ones one can rent first, then by price. */
    static List<OfferRow> standing() {
        List<Offer> offers = Offer.standing(FIRST, MOST);
        Map<String, Agent> agents =
                Agent.<Agent>list(
                                "address in ?1",
                                offers.stream().map(offer -> offer.agent).toList())
                        .stream()
                        .collect(Collectors.toMap(agent -> agent.address, Function.identity()));
        Map<UUID, String> sellers =
                Sellers.names(offers.stream().map(offer -> offer.account).toList());
        return offers.stream()
                .map(offer -> of(offer, agents.get(offer.agent), sellers.get(offer.account)))
                .sorted((a, b) -> a.rentable() == b.rentable() ? a.hourly.compareTo(b.hourly) : a.rentable() ? -1 : 1)
                .toList();
    }

    private static OfferRow of(Offer offer, Agent agent, String seller) {
        return new OfferRow(
                offer.id,
                offer.account,
                seller,
                offer.agent,
                offer.region,
                agent.presence == Presence.ONLINE,
                agent.provenAt != null,
                agent.machine().map(Message.Inventory::pods).orElse(false),
                agent.reputation,
                offer.cpuMillis - offer.soldCpuMillis,
                offer.memoryMib - offer.soldMemoryMib,
                offer.diskMib - offer.soldDiskMib,
                offer.prices(),
                hourly(Size.SMALL.each(), offer.prices()));
    }

    static BigInteger hourly(Resources each, Prices prices) {
        return Rate.cost(each, prices, 3600, BigInteger.ZERO);
    }

    public boolean rentable() {
        return online && proven;
    }

    boolean fits(Resources each) {
        return freeCpu >= each.cpuMillis() && freeMemory >= each.memoryMib() && freeDisk >= each.diskMib();
    }
}
