package io.peerhost.sites.site;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/** Which agent may fetch which site's content. */
@Entity
@Table(name = "lease")
public class Lease extends PanacheEntityBase {
    @Id
    public String lease;

    public UUID site;
    public String agent;
    public long version;
    public boolean runs;
}
