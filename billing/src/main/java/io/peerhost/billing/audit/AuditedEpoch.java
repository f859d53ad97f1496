package io.peerhost.billing.audit;

import io.peerhost.protocol.billing.Audit;
import io.peerhost.protocol.identity.Bytes32;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.annotations.Immutable;

/** An epoch as anybody may see it. Settlement alone writes it. */
@Entity
@Immutable
@Table(name = "epoch")
public class AuditedEpoch extends PanacheEntityBase {
    @Id
    public long number;

    @Column(name = "starts_at")
    public Instant startsAt;

    @Column(name = "ends_at")
    public Instant endsAt;

    public String stage;
    public byte[] root;
    public int leases;
    public BigInteger charged;

    @Column(name = "closed_at")
    public Instant closedAt;

    @Column(name = "posted_at")
    public Instant postedAt;

    @Column(name = "claimed_at")
    public Instant claimedAt;

    @Column(name = "post_hash")
    public byte[] postHash;

    /** Newest first, those below {@code before}. */
    static List<AuditedEpoch> before(long before, int limit) {
        return find("number < ?1", Sort.descending("number"), before)
                .page(0, limit)
                .list();
    }

    static Optional<AuditedEpoch> numbered(long number) {
        return findByIdOptional(number);
    }

    Audit.Epoch view() {
        return new Audit.Epoch(
                number,
                startsAt,
                endsAt,
                stage,
                Bytes32.of(root),
                leases,
                charged,
                closedAt,
                postedAt,
                claimedAt,
                postHash == null ? null : Bytes32.of(postHash));
    }
}
