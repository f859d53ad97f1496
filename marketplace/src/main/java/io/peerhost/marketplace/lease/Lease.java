package io.peerhost.marketplace.lease;

import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.lease.LeaseStage;
import io.peerhost.protocol.lease.Prices;
import io.peerhost.protocol.lease.Resources;
import io.peerhost.protocol.replica.ReplicaState;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One replica of a site on one seller's machine: what was agreed, how far it is, what its agent last said. */
@Entity
public class Lease extends PanacheEntityBase {
    /** Its name on the chain, the hash of its terms. */
    @Id
    public String id;

    public UUID site;
    public int replica;
    public UUID offer;
    public String agent;
    public UUID seller;
    public UUID renter;
    public String sellerWallet;
    public String renterWallet;

    public int cpuMillis;
    public int memoryMib;
    public int diskMib;
    public BigInteger vcpuHour;
    public BigInteger memoryGibHour;
    public BigInteger diskGibHour;
    public BigInteger egressGib;
    public String region;

    public BigInteger deposit;
    public BigInteger maxRatePerSecond;
    public Instant openBy;
    public String agreement;
    public String salt;

    @Enumerated(EnumType.STRING)
    LeaseStage stage;

    String reason;
    long version;
    public Instant stageAt;
    public Instant createdAt;

    /** Key of the transaction on its way; null when there is none. */
    String sent;

    int attempts;
    /** When it is looked at again; null when never. */
    Instant nextTryAt;

    /** What billing says its seller has earned, base units. */
    public BigInteger owed;

    /** Ended, or is to, because its seller was gone. */
    boolean broken;

    /** Since when its agent serves nothing of a published site; null while it does, and before anybody looked. */
    public Instant unreadySince;
    /** Root of the release it was left for, because its agent served nothing; null else. */
    public String unserved;

    /** It ended and its replica is to find another seller. */
    public boolean vacant;
    /** Openings of its replica that failed in a row before this one. */
    public int failures;
    /** Times that no other seller was found. */
    public int searches;
    /** Not to be searched for before; null for at once. */
    public Instant nextSearchAt;
    /** What its renter is told while its replica finds no other seller; null when there is nothing to tell. */
    public String advice;

    long replicaVersion;

    /** What others are told: LOST while the agent is silent, else what it said. */
    @Enumerated(EnumType.STRING)
    public ReplicaState replicaState;

    @Enumerated(EnumType.STRING)
    public ReplicaState saidState;

    public String saidRelease;
    public String saidMessage;
    public Instant saidAt;

    public static Optional<Lease> locked(String id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
    }

    public static List<Lease> ofSite(UUID site) {
        return list("site = ?1 order by createdAt, replica, id", site);
    }

    /** The names alone, the oldest first: for who locks each, as it then is. */
    public static List<String> idsOfSite(UUID site) {
        return find("select id from Lease where site = ?1 order by createdAt, replica, id", site)
                .project(String.class)
                .list();
    }

    /** Of an account as the one who sells or who rents, the newest first. */
    public static List<Lease> soldBy(UUID seller, int most) {
        return find("seller = ?1 order by createdAt desc, id", seller)
                .page(0, most)
                .list();
    }

    /** Those that hold room on an agent's machine: they run, or are not settled yet. */
    public static List<Lease> holding(String agent) {
        return list(
                "agent = ?1 and stage not in ?2 order by createdAt, id",
                agent,
                List.of(LeaseStage.CLOSED, LeaseStage.FAILED));
    }

    /** What an agent is to run. */
    public static List<Lease> runBy(Address agent) {
        return list(
                "agent = ?1 and stage in ?2 order by id", agent.hex(), List.of(LeaseStage.FUNDED, LeaseStage.ACTIVE));
    }

    /** Locked until the transaction ends, in the order of their names. */
    static List<Lease> lockedRunBy(Collection<String> agents) {
        return Lease.<Lease>find(
                        "agent in ?1 and stage in ?2 order by id",
                        agents,
                        List.of(LeaseStage.FUNDED, LeaseStage.ACTIVE))
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    /**
     * Whether a machine of the site's serves that release, and edges see it: then it can be served. A slot or two may be missed by
     * an edge that another one makes up for.
     */
    public static boolean isServed(UUID site, String root) {
        return count(
                        "site = ?1 and stage in ?2 and saidState = ?3 and saidRelease = ?4"
                                + " and id not in (select u.lease from Unseen u where u.slots > 2)",
                        site,
                        List.of(LeaseStage.FUNDED, LeaseStage.ACTIVE),
                        ReplicaState.READY,
                        root)
                > 0;
    }

    public Bytes32 key() {
        return new Bytes32(id);
    }

    public LeaseState state() {
        return LeaseState.of(stage, reason);
    }

    public long version() {
        return version;
    }

    public Resources reserved() {
        return new Resources(cpuMillis, memoryMib, diskMib);
    }

    public Prices prices() {
        return new Prices(vcpuHour, memoryGibHour, diskGibHour, egressGib);
    }
}
