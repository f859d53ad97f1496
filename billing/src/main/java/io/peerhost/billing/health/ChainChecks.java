package io.peerhost.billing.health;

import io.peerhost.chain.lease.LeaseState;
import io.peerhost.chain.node.Chain;
import io.peerhost.messaging.sql.Sql;
import io.peerhost.protocol.identity.Bytes32;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Whether ledger and contract say the same: of all money together, and of the leases that moved last one by one. */
final class ChainChecks {
    private static final int LEASES = 200;

    private final DataSource database;
    private final Chain chain;

    ChainChecks(DataSource database, Chain chain) {
        this.database = database;
        this.chain = chain;
    }

    private record Standing(Bytes32 lease, BigInteger escrow, BigInteger paid) {}

    Optional<String> different() throws SQLException {
        BigInteger owed;
        List<Standing> last;
        try (Connection connection = database.getConnection()) {
            owed = Sql.first(
                            connection,
                            "SELECT sum(debit - credit) AS held FROM ledger_balance WHERE account = 'ESCROW'",
                            row -> Sql.amount(row, "held"))
                    .orElse(BigInteger.ZERO);
            last = last(connection);
        }
        for (Standing standing : last) {
            Optional<String> wrong = different(standing);
            if (wrong.isPresent()) return wrong;
        }
        BigInteger held = chain.balance(chain.settings().escrow());
        return held.compareTo(owed) >= 0
                ? Optional.empty()
                : Optional.of("The escrow contract holds " + held + ", the ledger says " + owed + ".");
    }

    private Optional<String> different(Standing standing) {
        LeaseState state = chain.lease(standing.lease()).orElse(null);
        if (state == null) return Optional.of("The escrow contract does not know lease " + standing.lease() + ".");
        if (!state.claimed().equals(standing.paid()))
            return Optional.of("Lease " + standing.lease() + " was paid " + state.claimed() + " on chain, "
                    + standing.paid() + " in the ledger.");
        if (!state.held().equals(standing.escrow()))
            return Optional.of("The escrow contract holds " + state.held() + " for lease " + standing.lease()
                    + ", the ledger says " + standing.escrow() + ".");
        return Optional.empty();
    }

    private static List<Standing> last(Connection connection) throws SQLException {
        return Sql.list(
                connection,
                """
                SELECT e.lease, coalesce(e.debit - e.credit, 0) AS escrow, coalesce(s.debit, 0) AS paid
                  FROM ledger_balance e
                  LEFT JOIN ledger_balance s ON s.lease = e.lease AND s.account = 'SELLER'
                 WHERE e.account = 'ESCROW'
                 ORDER BY (SELECT max(id) FROM ledger_entry x WHERE x.lease = e.lease) DESC LIMIT
                """ + LEASES,
                row -> new Standing(Sql.bytes32(row, "lease"), Sql.amount(row, "escrow"), Sql.amount(row, "paid")));
    }
}
