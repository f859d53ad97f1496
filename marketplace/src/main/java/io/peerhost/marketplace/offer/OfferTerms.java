package io.peerhost.marketplace.offer;

import io.peerhost.protocol.lease.Prices;
import io.peerhost.protocol.lease.Resources;

/** @param limits the most that is sold of the machine, to all renters together */
public record OfferTerms(Prices prices, String region, Resources limits) {
    public OfferTerms {
        if (prices == null || region == null || limits == null)
            throw new IllegalArgumentException("an offer needs prices, region and limits");
    }
}
