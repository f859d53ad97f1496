package io.peerhost.protocol.billing;

import io.peerhost.protocol.identity.Bytes32;
import java.math.BigInteger;

/**
 * What a lease comes to so far.
 *
 * @param upSeconds seconds that are paid for
 * @param egressBytes bytes that are paid for
 * @param cpuMillis milliseconds of CPU its agent says it used
 * @param memoryMibSeconds memory its agent says it held
 * @param billed base units charged in closed epochs
 */
public record Bill(
        Bytes32 lease,
        long upSeconds,
        BigInteger egressBytes,
        long cpuMillis,
        long memoryMibSeconds,
        BigInteger billed) {}
