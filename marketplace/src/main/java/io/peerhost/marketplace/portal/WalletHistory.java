package io.peerhost.marketplace.portal;

import io.peerhost.protocol.billing.Statement;
import io.peerhost.rest.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** What sites and machines moved into a wallet and out of it, from the statements that billing keeps. */
@ApplicationScoped
public class WalletHistory {
    private static final Set<String> RENTING = Set.of("DEPOSIT", "REFUND");
    private static final int LINES = 20;

    private final BillingClient billing;

    public WalletHistory(BillingClient billing) {
        this.billing = billing;
    }

    /** The newest first; null while billing does not answer. */
    List<WalletView.Movement> of(UUID account) {
        try {
            return Stream.concat(
                            billing.spendings(account).stream().filter(line -> RENTING.contains(line.kind())),
                            billing.sales(account).stream()
                                    .filter(line -> line.kind().equals("PAYOUT")))
                    .filter(line -> line.amount().signum() > 0)
                    .sorted(Comparator.comparing(Statement.Line::at).reversed())
                    .limit(LINES)
                    .map(WalletHistory::movement)
                    .toList();
        } catch (Problem away) {
            return null;
        }
    }

    private static WalletView.Movement movement(Statement.Line line) {
        return switch (line.kind()) {
            case "DEPOSIT" ->
                new WalletView.Movement(
                        line, "Deposit put into escrow", line.amount().negate());
            case "REFUND" -> new WalletView.Movement(line, "Deposit given back", line.amount());
            default -> new WalletView.Movement(line, "Paid for hosting", line.amount());
        };
    }
}
