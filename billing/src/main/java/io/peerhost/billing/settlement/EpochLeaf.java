package io.peerhost.billing.settlement;

import io.peerhost.billing.rating.Rated;
import io.peerhost.protocol.identity.Bytes32;
import java.math.BigInteger;

/**
 * A lease in an epoch.
 *
 * @param cumulative all that it owes its seller since it began, base units
 * @param charged what of that this epoch added; nothing when only an earlier amount is still to be claimed
 * @param rated what stands behind it
 */
record EpochLeaf(Bytes32 lease, BigInteger cumulative, BigInteger charged, Rated rated) {}
