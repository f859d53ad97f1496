package io.peerhost.marketplace.order;

import io.peerhost.marketplace.lease.Lease;
import io.peerhost.marketplace.site.RentedSite;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.lease.LeaseStage;
import io.peerhost.protocol.lease.Prices;
import io.peerhost.protocol.lease.Resources;
import io.peerhost.protocol.lease.SiteKind;
import io.peerhost.protocol.release.Hash;
import io.peerhost.protocol.replica.ReplicaState;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A site as its owner sees it.
 *
 * @param release number of the release that visitors get; null before the first
 * @param hosts names that answer with it, without port
 * @param leases of all its replicas, ended ones too, the oldest first
 */
public record SiteView(
        UUID id,
        String name,
        SiteKind kind,
        Resources resources,
        int replicas,
        BigInteger maxHourly,
        BigInteger maxEgressGib,
        List<String> regions,
        Integer release,
        Hash root,
        List<String> hosts,
        Instant createdAt,
        List<LeaseView> leases) {

    /**
     * @param lease its name on the chain
     * @param owed what its seller has earned by the last epoch, base units
     * @param hourly what an hour costs, without egress
     * @param vacant it ended and another seller is looked for
     * @param advice what stands in the way of finding one, and what helps; null when nothing does
     * @param state what its replica does; null before its agent said anything
     * @param serves the release its agent last spoke of
     */
    public record LeaseView(
            Bytes32 lease,
            int replica,
            LeaseStage stage,
            String reason,
            boolean vacant,
            String advice,
            Instant since,
            Address agent,
            String region,
            Prices prices,
            BigInteger hourly,
            BigInteger deposit,
            BigInteger owed,
            ReplicaState state,
            Hash serves,
            String message,
            Instant saidAt) {
        public static LeaseView of(Lease lease) {
            return new LeaseView(
                    lease.key(),
                    lease.replica,
                    lease.state().stage(),
                    lease.state().reason(),
                    lease.vacant,
                    lease.advice,
                    lease.stageAt,
                    new Address(lease.agent),
                    lease.region,
                    lease.prices(),
                    Matcher.exactHourly(lease.reserved(), lease.prices()),
                    lease.deposit,
                    lease.owed,
                    lease.replicaState,
                    lease.saidRelease == null ? null : new Hash(lease.saidRelease),
                    lease.saidMessage,
                    lease.saidAt);
        }
    }

    public static SiteView of(RentedSite site) {
        return new SiteView(
                site.id,
                site.name,
                site.kind,
                site.resources(),
                site.replicas,
                site.maxHourly,
                site.maxEgressGib,
                site.wishedRegions(),
                site.release,
                site.current(),
                site.hostNames(),
                site.createdAt,
                Lease.ofSite(site.id).stream().map(LeaseView::of).toList());
    }
}
