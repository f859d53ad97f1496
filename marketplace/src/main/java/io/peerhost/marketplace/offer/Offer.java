package io.peerhost.marketplace.offer;

import io.peerhost.protocol.lease.Prices;
import io.peerhost.protocol.lease.Resources;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;

/** What a seller asks for room on one machine. Sold room is only changed by statements of {@link Offers}. */
@Entity
@DynamicUpdate
public class Offer extends PanacheEntityBase {
    @Id
    public UUID id;

    public String agent;
    public UUID account;
    public BigInteger vcpuHour;
    public BigInteger memoryGibHour;
    public BigInteger diskGibHour;
    public BigInteger egressGib;
    public String region;
    public int cpuMillis;
    public int memoryMib;
    public int diskMib;
    public int soldCpuMillis;
    public int soldMemoryMib;
    public int soldDiskMib;
    public Instant createdAt;
    public Instant changedAt;
    public Instant withdrawnAt;

    static Optional<Offer> locked(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
    }

    public static Optional<Offer> standingOf(String agent) {
        return find("agent = ?1 and withdrawnAt is null", agent).firstResultOptional();
    }

    /** The newest, whether it stands or not. */
    public static Optional<Offer> lastOf(String agent) {
        return find("agent = ?1 order by createdAt desc", agent).firstResultOptional();
    }

    public static List<Offer> of(UUID account) {
        return list("account = ?1 and withdrawnAt is null order by createdAt, id", account);
    }

    public static List<Offer> standing(UUID after, int limit) {
        return find("withdrawnAt is null and id > ?1 order by id", after)
                .page(0, limit)
                .list();
    }

    public Prices prices() {
        return new Prices(vcpuHour, memoryGibHour, diskGibHour, egressGib);
    }

    public Resources limits() {
        return new Resources(cpuMillis, memoryMib, diskMib);
    }
}
