package io.peerhost.marketplace.site;

import com.fasterxml.jackson.core.type.TypeReference;
import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.lease.Resources;
import io.peerhost.protocol.lease.Site;
import io.peerhost.protocol.lease.SiteKind;
import io.peerhost.protocol.release.Hash;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A site, what was ordered for it, and the release that visitors get. */
@Entity
@Table(name = "site")
public class RentedSite extends PanacheEntityBase {
    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

    @Id
    public UUID id;

    public String name;
    public UUID account;
    public String ownerName;

    @Enumerated(EnumType.STRING)
    public SiteKind kind;

    public int cpuMillis;
    public int memoryMib;
    public int diskMib;
    public int replicas;
    /** The most that all replicas together may cost in an hour, without egress; base units. */
    public BigInteger maxHourly;
    /** The most that a GiB sent to visitors may cost, base units. */
    public BigInteger maxEgressGib;
    /** JSON list of the regions wished; empty for any. */
    public String regions;

    public long releaseMove;
    public Integer release;
    public String root;
    public String documentRoot;
    public String hosts;
    public Instant createdAt;
    public Instant deletedAt;

    public static Optional<RentedSite> named(String name) {
        return find("name = ?1 and deletedAt is null", name).firstResultOptional();
    }

    public static Optional<RentedSite> lockedNamed(String name) {
        return RentedSite.<RentedSite>find("name = ?1 and deletedAt is null", name)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional();
    }

    public static Optional<RentedSite> locked(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
    }

    public static Map<UUID, RentedSite> all(Set<UUID> ids) {
        return RentedSite.<RentedSite>list("id in ?1", ids).stream()
                .collect(Collectors.toMap(site -> site.id, Function.identity()));
    }

    public static List<RentedSite> of(UUID account) {
        return list("account = ?1 and deletedAt is null order by name", account);
    }

    public Site site() {
        return new Site(id, name, account, ownerName, kind, deletedAt);
    }

    public Resources resources() {
        return new Resources(cpuMillis, memoryMib, diskMib);
    }

    public Hash current() {
        return root == null ? null : new Hash(root);
    }

    public List<String> wishedRegions() {
        return Json.read(regions, TEXTS);
    }

    public List<String> hostNames() {
        return Json.read(hosts, TEXTS);
    }
}
