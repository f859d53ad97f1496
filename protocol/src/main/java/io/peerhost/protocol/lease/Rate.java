package io.peerhost.protocol.lease;

import java.math.BigInteger;

/** The one formula of money: what reserved time and egress cost, exact, rounded down only at the end. */
public final class Rate {
    private static final BigInteger SECONDS = BigInteger.valueOf(3600);
    private static final BigInteger THOUSAND = BigInteger.valueOf(1000);
    private static final BigInteger MIB_IN_GIB = BigInteger.valueOf(1024);
    private static final BigInteger GIB = BigInteger.TWO.pow(30);

    private Rate() {}

    /**
     * {@code floor((cpuMillis/1000 x vcpuHour + memoryMib/1024 x memoryGibHour + diskMib/1024 x diskGibHour) x upSeconds/3600
     * + egressBytes/2^30 x egressGib)}, in base units.
     */
    public static BigInteger cost(Resources reserved, Prices prices, long upSeconds, BigInteger egressBytes) {
        BigInteger time = hourly(reserved, prices).multiply(BigInteger.valueOf(upSeconds));
        BigInteger timeUnit = SECONDS.multiply(THOUSAND).multiply(MIB_IN_GIB);
        BigInteger egress = egressBytes.multiply(prices.egressGib());
        return time.multiply(GIB).add(egress.multiply(timeUnit)).divide(timeUnit.multiply(GIB));
    }

    /** The highest cost of a second of reserved capacity, rounded up, in base units. */
    public static BigInteger perSecond(Resources reserved, Prices prices) {
        BigInteger unit = SECONDS.multiply(THOUSAND).multiply(MIB_IN_GIB);
        return hourly(reserved, prices).add(unit.subtract(BigInteger.ONE)).divide(unit);
    }

    /** The cost of an hour in 1/(1000 x 1024) of a base unit. */
    private static BigInteger hourly(Resources reserved, Prices prices) {
        BigInteger cpu = BigInteger.valueOf(reserved.cpuMillis())
                .multiply(prices.vcpuHour())
                .multiply(MIB_IN_GIB);
        BigInteger memory = BigInteger.valueOf(reserved.memoryMib())
                .multiply(prices.memoryGibHour())
                .multiply(THOUSAND);
        BigInteger disk = BigInteger.valueOf(reserved.diskMib())
                .multiply(prices.diskGibHour())
                .multiply(THOUSAND);
        return cpu.add(memory).add(disk);
    }
}
