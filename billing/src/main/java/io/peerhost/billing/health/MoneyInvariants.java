package io.peerhost.billing.health;

import io.peerhost.billing.service.Readers;
import io.peerhost.chain.node.Chain;
import io.peerhost.chain.node.ChainException;
import io.peerhost.observability.Invariant;
import io.peerhost.observability.Invariants;
import io.peerhost.observability.Kept;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** What must always hold about money. Where something is only on its way, it is looked at again for some seconds. */
@Singleton
public class MoneyInvariants implements Invariants {
    private static final int LOOKS = 10;
    private static final Duration BETWEEN = Duration.ofMillis(500);
    /** They add up the whole ledger, and ask the chain. */
    private static final Duration KEPT = Duration.ofSeconds(5);

    private final LedgerChecks ledger;
    private final ChainChecks chain;
    private final Readers readers;
    private final Kept<List<Invariant>> kept = new Kept<>(KEPT, this::looked);

    MoneyInvariants(DataSource database, Chain chain, Readers readers, Clock clock) {
        this.ledger = new LedgerChecks(database, clock);
        this.chain = new ChainChecks(database, chain);
        this.readers = readers;
    }

    /** Looks at one thing; gives what is wrong with it. */
    @FunctionalInterface
    interface Check {
        Optional<String> wrong() throws SQLException;
    }

    @Override
    public List<Invariant> check() {
        return kept.get();
    }

    private List<Invariant> looked() {
        return List.of(
                look("debits = credits", "every entry and every account adds up", ledger::unbalanced),
                look("journal refuses change", "update, delete and truncate are refused", ledger::changeable),
                look(
                        "escrow covers what is owed",
                        "escrow = renters' rest + sellers' due, lease by lease",
                        ledger::uncovered),
                look("ledger takes what the chain did", "nothing that the escrow did is put aside", ledger::aside),
                look("ledger = chain", "paid and held are the same in ledger and contract", chain::different),
                look("consumers caught up", "no record waits in usage, witness or leases", this::behind),
                look("epochs settle", "no closed epoch waits for the chain", ledger::stuck));
    }

    private Optional<String> behind() {
        long lag = readers.lag();
        if (lag == 0) return Optional.empty();
        return Optional.of(lag < 0 ? "A reader has no connection, or another instance reads." : lag + " records wait.");
    }

    private static Invariant look(String name, String held, Check check) {
        Optional<String> wrong = once(check);
        for (int i = 1; i < LOOKS && wrong.isPresent(); i++) {
            try {
                Thread.sleep(BETWEEN);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
            wrong = once(check);
        }
        return new Invariant(name, wrong.isEmpty(), wrong.orElse(held));
    }

    private static Optional<String> once(Check check) {
        try {
            return check.wrong();
        } catch (SQLException e) {
            return Optional.of("The database does not answer: " + e.getMessage());
        } catch (ChainException e) {
            return Optional.of("The chain does not answer: " + e.getMessage());
        }
    }
}
