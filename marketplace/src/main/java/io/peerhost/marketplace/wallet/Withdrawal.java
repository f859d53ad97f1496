package io.peerhost.marketplace.wallet;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Tokens on their way from a held wallet to an address of its owner's own. */
@Entity
public class Withdrawal extends PanacheEntityBase {
    /** How far it is. */
    public enum State {
        /** Asked for. */
        WAITING,
        /** The wallet's permit for it is on the way. */
        PERMITTED,
        /** The transfer is on the way. */
        MOVED,
        DONE,
        FAILED
    }

    @Id
    public UUID id;

    public UUID account;
    public String target;
    public BigInteger amount;

    @Enumerated(EnumType.STRING)
    public State state;

    public String reason;
    Instant nextTryAt;
    public Instant createdAt;

    /** The newest first. */
    public static List<Withdrawal> of(UUID account) {
        return find("account = ?1 order by createdAt desc, id", account)
                .page(0, 50)
                .list();
    }

    /** Whether an allowance was given that its transfer has not used up yet. */
    static boolean isMoving(UUID account) {
        return count("account = ?1 and state in ?2", account, List.of(State.PERMITTED, State.MOVED)) > 0;
    }

    /** Key of the transaction that gives the allowance. */
    String permitKey() {
        return "withdrawal-permit:" + id;
    }

    String moveKey() {
        return "withdrawal:" + id;
    }
}
