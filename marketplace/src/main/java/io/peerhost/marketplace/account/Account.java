package io.peerhost.marketplace.account;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A person, from the first sign-in on. */
@Entity
public class Account extends PanacheEntityBase {
    /** The subject at the sign-in. */
    @Id
    public UUID id;

    public String userName;
    public Instant createdAt;

    static Optional<Account> named(String userName) {
        return find("userName", userName).firstResultOptional();
    }
}
