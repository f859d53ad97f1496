package io.peerhost.marketplace.lease;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** Until when billing has paid out all that was used: one row. */
@Entity
@Table(name = "settled_until")
class SettledUntil extends PanacheEntityBase {
    @Id
    boolean one;

    Instant reached;

    static Instant known() {
        return SettledUntil.<SettledUntil>findById(true).reached;
    }

    /** @param until null when it was not told */
    static void reach(Instant until) {
        if (until != null) update("reached = ?1 where reached < ?1", until);
    }
}
