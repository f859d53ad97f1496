package io.peerhost.billing.invoice;

import io.peerhost.protocol.billing.Statement;
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
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** What happened to the money of a lease: an entry of the ledger, read for people. */
@Entity
@Immutable
@Table(name = "statement_line")
public class StatementLine extends PanacheEntityBase {
    /** Lines on a page at most. */
    static final int HIGHEST = 500;
    /** Where the newest line is before. */
    static final String END = "9223372036854775807";

    private static final Sort NEWEST = Sort.descending("id");

    @Id
    public long id;

    public Instant at;
    public String kind;
    public Long epoch;
    public byte[] lease;

    @Column(name = "site_name")
    public String siteName;

    public UUID owner;
    public UUID seller;
    public BigInteger amount;

    static List<StatementLine> ofLease(byte[] lease, long before, int limit) {
        return find("lease = ?1 and id < ?2", NEWEST, lease, before)
                .page(0, limit)
                .list();
    }

    /** Of every lease the account rents. */
    static List<StatementLine> ofRenter(UUID account, long before, int limit) {
        return find("owner = ?1 and id < ?2", NEWEST, account, before)
                .page(0, limit)
                .list();
    }

    /** Of every lease the account sells. */
    static List<StatementLine> ofSeller(UUID account, long before, int limit) {
        return find("seller = ?1 and id < ?2", NEWEST, account, before)
                .page(0, limit)
                .list();
    }

    static Statement page(List<StatementLine> found, int limit) {
        List<Statement.Line> lines = found.stream().map(StatementLine::view).toList();
        return new Statement(lines, lines.size() == limit ? lines.getLast().id() : null);
    }

    private Statement.Line view() {
        return new Statement.Line(id, at, kind, epoch, Bytes32.of(lease), siteName, amount);
    }
}
