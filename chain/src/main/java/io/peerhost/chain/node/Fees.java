package io.peerhost.chain.node;

import java.math.BigInteger;

/**
 * What an EIP-1559 transaction offers for a unit of gas, in wei.
 *
 * @param highest base fee and tip together never above this
 * @param tip for the block's producer
 */
public record Fees(BigInteger highest, BigInteger tip) {
    public Fees {
        if (highest == null || tip == null || tip.signum() < 0 || highest.compareTo(tip) < 0)
            throw new IllegalArgumentException("Fees need a tip and a highest fee that is not below it");
    }

    /** At least these, and at least an eighth more than others (nodes accept a replacement from a tenth more on). */
    public Fees raisedFrom(Fees others) {
        return new Fees(highest.max(eighthMore(others.highest)), tip.max(eighthMore(others.tip)));
    }

    private static BigInteger eighthMore(BigInteger fee) {
        return fee.add(fee.shiftRight(3)).add(BigInteger.ONE);
    }
}
