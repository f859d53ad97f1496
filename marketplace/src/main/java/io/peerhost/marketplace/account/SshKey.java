package io.peerhost.marketplace.account;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A public key that logs in as an account by SSH. A key belongs to one account only. */
@Entity
public class SshKey extends PanacheEntityBase {
    static final int MOST = 50;

    @Id
    public UUID id;

    public UUID account;
    public String name;
    public String type;
    public String body;
    public String fingerprint;
    public Instant createdAt;

    public static List<SshKey> of(UUID account) {
        return list("account = ?1 order by createdAt, id", account);
    }

    public static Optional<SshKey> withFingerprint(String fingerprint) {
        return find("fingerprint", fingerprint).firstResultOptional();
    }
}
