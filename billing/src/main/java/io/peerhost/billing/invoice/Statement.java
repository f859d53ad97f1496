package io.peerhost.billing.invoice;

import io.peerhost.protocol.identity.Bytes32;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;

/**
 * A page of a statement, newest first.
 *
 * @param next give it as {@code before} to get the page after; null at the end
 */
public record Statement(List<Line> lines, Long next) {
    /** Lines on a page at most. */
    static final int HIGHEST = 500;
    /** Where the newest line is before. */
    static final String END = "9223372036854775807";

    /**
     * One movement.
     *
     * @param kind DEPOSIT, CHARGE, PAYOUT, FORFEIT or REFUND
     * @param epoch of a charge; null else
     * @param site the site's name; null when the lease itself is not known yet
     * @param amount base units
     */
    public record Line(long id, Instant at, String kind, Long epoch, Bytes32 lease, String site, BigInteger amount) {}

    static Statement of(List<StatementLine> found, int limit) {
        List<Line> lines = found.stream()
                .map(line -> new Line(
                        line.id, line.at, line.kind, line.epoch, Bytes32.of(line.lease), line.siteName, line.amount))
                .toList();
        return new Statement(lines, lines.size() == limit ? lines.getLast().id() : null);
    }
}
