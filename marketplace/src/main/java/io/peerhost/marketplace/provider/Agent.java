package io.peerhost.marketplace.provider;

import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.json.Json;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** A seller's machine, named by the key its agent holds. */
@Entity
public class Agent extends PanacheEntityBase {
    @Id
    public String address;

    public UUID account;
    /** What its seller calls it; null for no name. */
    public String name;

    /** By its seller; null while it is not. What it did stays known. */
    public Instant removedAt;

    public Instant createdAt;
    public String version;

    @Enumerated(EnumType.STRING)
    public Presence presence;

    public Instant firstSeen;
    public Instant lastSeen;
    /** Which of its connections is the newest. */
    public UUID connection;
    /** The highest report number kept. */
    public long received;

    public String inventory;
    public Instant provenAt;
    public int provenMemoryMib;
    public int provenDiskMib;
    /** 0 to 1000, see {@code Reputation}. New ones start in the middle. */
    public int reputation;

    public static Optional<Agent> at(Address address) {
        return findByIdOptional(address.hex());
    }

    /** Locked until the transaction ends. */
    public static Optional<Agent> locked(Address address) {
        return findByIdOptional(address.hex(), LockModeType.PESSIMISTIC_WRITE);
    }

    public static List<Agent> of(UUID account) {
        return list("account = ?1 and removedAt is null order by createdAt, address", account);
    }

    public static Map<String, Integer> reputations(Collection<String> addresses) {
        return Agent.<Agent>list("address in ?1", addresses).stream()
                .collect(Collectors.toMap(agent -> agent.address, agent -> agent.reputation));
    }

    public boolean isOf(UUID account) {
        return this.account.equals(account) && removedAt == null;
    }

    public Address key() {
        return new Address(address);
    }

    public Optional<Message.Inventory> machine() {
        return Optional.ofNullable(inventory).map(text -> Json.read(text, Message.Inventory.class));
    }

    public boolean proven(Instant now, Duration validity) {
        return provenAt != null && provenAt.plus(validity).isAfter(now);
    }
}
