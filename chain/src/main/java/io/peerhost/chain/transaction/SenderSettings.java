package io.peerhost.chain.transaction;

import java.math.BigInteger;
import java.time.Duration;

/**
 * How the sender goes about it.
 *
 * @param confirmations blocks that make a result final, its own included, at least 1
 * @param watchedBlocks a result this many blocks back is still watched, and mended when the chain takes it back
 * @param poll how often it looks
 * @param repeatAfter a transaction not mined by then is handed to the node again
 * @param raiseAfter a transaction not mined by then is replaced by one with higher fees
 * @param highestFee never offers more for a unit of gas, wei
 * @param inFlight transactions sent and not final at a time
 */
public record SenderSettings(
        int confirmations,
        int watchedBlocks,
        Duration poll,
        Duration repeatAfter,
        Duration raiseAfter,
        BigInteger highestFee,
        int inFlight) {
    public SenderSettings {
        if (confirmations < 1 || watchedBlocks < 0 || inFlight < 1)
            throw new IllegalArgumentException("Confirmations and transactions in flight are at least 1");
        if (!poll.isPositive() || !repeatAfter.isPositive() || !raiseAfter.isPositive())
            throw new IllegalArgumentException("The sender's intervals are positive");
        if (highestFee.signum() <= 0) throw new IllegalArgumentException("The highest fee is positive");
    }

    /** For a chain of one's own: one confirmation, looked after ten times a second. */
    public static SenderSettings local() {
        return new SenderSettings(
                1, 64, Duration.ofMillis(100), Duration.ofSeconds(3), Duration.ofSeconds(15), gwei(500), 16);
    }

    /** For a public chain. */
    public static SenderSettings publicChain() {
        return new SenderSettings(
                6, 64, Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofSeconds(90), gwei(500), 16);
    }

    public SenderSettings withConfirmations(int blocks) {
        return new SenderSettings(blocks, watchedBlocks, poll, repeatAfter, raiseAfter, highestFee, inFlight);
    }

    private static BigInteger gwei(long gwei) {
        return BigInteger.valueOf(gwei).multiply(BigInteger.TEN.pow(9));
    }
}
