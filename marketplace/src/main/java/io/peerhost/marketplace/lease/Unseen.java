package io.peerhost.marketplace.lease;

import io.peerhost.protocol.metering.WitnessRecord;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.util.UUID;

/** A replica that no edge sees, as {@link WitnessFeed} keeps it. */
@Entity
@Table(name = "unseen_replica")
public class Unseen extends PanacheEntityBase {
    @Id
    String lease;

    int slots;
    long lastSlot;

    /** Whether edges looked for a replica that long, and never saw it. */
    public static boolean is(String lease, Duration time) {
        return count("lease = ?1 and slots >= ?2", lease, slotsOf(time)) > 0;
    }

    public static int slotsOf(Duration time) {
        return Math.toIntExact(Math.ceilDiv(time.toSeconds(), WitnessRecord.SLOT_SECONDS));
    }

    /** Its replicas have something new to serve. */
    static void forget(UUID site) {
        delete("lease in (select id from Lease where site = ?1)", site);
    }
}
