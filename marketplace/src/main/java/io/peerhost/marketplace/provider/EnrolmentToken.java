package io.peerhost.marketplace.provider;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;

/** Permission to enrol one agent for an account; only the SHA-256 of the token is kept. */
@Entity
public class EnrolmentToken extends PanacheEntityBase {
    @Id
    public String hash;

    public UUID account;
    public Instant expiresAt;
    /** The agent that used it; null while it may be used. */
    public String usedBy;
}
