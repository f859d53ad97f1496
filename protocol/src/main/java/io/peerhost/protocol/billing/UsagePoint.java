package io.peerhost.protocol.billing;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;

/**
 * Five minutes of a lease as its edges and its agent tell them; the bill is made from the whole, so it may differ by what the
 * limits of rating take off.
 *
 * @param at begin of the five minutes
 * @param upSeconds seconds seen up
 * @param egressBytes bytes its agent sent
 * @param cpuMillis milliseconds of CPU its agent used
 * @param amount base units that comes to
 */
public record UsagePoint(Instant at, long upSeconds, long egressBytes, long cpuMillis, BigInteger amount) {
    public static final Duration STEP = Duration.ofMinutes(5);
}
