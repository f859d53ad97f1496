package io.peerhost.marketplace.portal;

import java.math.BigInteger;
import java.util.List;

/** An account's sites, and what they come to. */
public record SitesView(List<SiteRow> sites) {
    public SitesView {
        sites = List.copyOf(sites);
    }

    public long up() {
        return sites.stream().filter(site -> site.up() > 0).count();
    }

    public BigInteger hourly() {
        return sites.stream().map(SiteRow::hourly).reduce(BigInteger.ZERO, BigInteger::add);
    }
}
