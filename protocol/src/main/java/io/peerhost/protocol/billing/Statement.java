package io.peerhost.protocol.billing;

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
    /**
     * One movement.
     *
     * @param kind DEPOSIT, CHARGE, PAYOUT, FORFEIT or REFUND
     * @param epoch of a charge; null else
     * @param site the site's name; null when the lease itself is not known yet
     * @param amount base units
     */
    public record Line(long id, Instant at, String kind, Long epoch, Bytes32 lease, String site, BigInteger amount) {}
}
