package io.peerhost.protocol.lease;

import java.math.BigInteger;

/**
 * What a seller asks, in base units of the token.
 *
 * @param vcpuHour for one vCPU reserved for an hour
 * @param memoryGibHour for one GiB of memory reserved for an hour
 * @param diskGibHour for one GiB of disk reserved for an hour
 * @param egressGib for one GiB sent to visitors
 */
public record Prices(BigInteger vcpuHour, BigInteger memoryGibHour, BigInteger diskGibHour, BigInteger egressGib) {
    /** No price is above this, in base units: products with usage then never come near 2^256. */
    public static final BigInteger HIGHEST = BigInteger.TWO.pow(96);

    public Prices {
        check("vcpuHour", vcpuHour);
        check("memoryGibHour", memoryGibHour);
        check("diskGibHour", diskGibHour);
        check("egressGib", egressGib);
    }

    private static void check(String name, BigInteger price) {
        if (price == null) throw new IllegalArgumentException("The price " + name + " is missing");
        if (price.signum() < 0 || price.compareTo(HIGHEST) > 0)
            throw new IllegalArgumentException("The price " + name + " is not between 0 and 2^96 base units: " + price);
    }
}
