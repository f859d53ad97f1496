package io.peerhost.chain.lease;

import io.peerhost.chain.ChainSettings;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.Eip712;
import java.math.BigInteger;

/**
 * What renter and seller sign before a lease opens in the escrow. All amounts in base units of the token.
 *
 * @param renter who pays
 * @param seller who is paid
 * @param deposit moved from the renter to the escrow when the lease opens, at most 2^96-1
 * @param spendCap the seller never gets more in total
 * @param maxRatePerSecond the seller never gets more for each second since opening: covers reserved time and leaves room
 *     for the egress both agreed on
 * @param openBy last epoch second at which the lease may open
 * @param agreement hash of what was agreed outside the chain: prices, resources, site
 * @param salt makes two leases of equal terms two
 */
public record LeaseTerms(
        Address renter,
        Address seller,
        BigInteger deposit,
        BigInteger spendCap,
        BigInteger maxRatePerSecond,
        long openBy,
        Bytes32 agreement,
        Bytes32 salt) {
    private static final BigInteger HIGHEST_DEPOSIT = BigInteger.TWO.pow(96).subtract(BigInteger.ONE);

    public LeaseTerms {
        if (renter == null || seller == null || agreement == null || salt == null)
            throw new IllegalArgumentException("Terms need renter, seller, agreement and salt");
        if (deposit == null || deposit.signum() < 0 || deposit.compareTo(HIGHEST_DEPOSIT) > 0)
            throw new IllegalArgumentException("A deposit is between 0 and 2^96-1 base units: " + deposit);
        if (spendCap == null || spendCap.signum() < 0 || maxRatePerSecond == null || maxRatePerSecond.signum() < 0)
            throw new IllegalArgumentException("Spend cap and highest rate are not negative");
        if (openBy < 0) throw new IllegalArgumentException("openBy is an epoch second: " + openBy);
    }

    /** The lease's name on the chain: the EIP-712 struct hash of these terms. */
    public Bytes32 lease() {
        return Bytes32.of(typed().hash());
    }

    /** What both parties sign, 32 bytes. */
    public byte[] digest(ChainSettings chain) {
        return typed().digest(domain(chain));
    }

    /** What a party signs so that somebody else may ask for the lease's end (CloseLease), 32 bytes. */
    public static byte[] closeDigest(Bytes32 lease, ChainSettings chain) {
        return Eip712.struct("CloseLease").bytes32("lease", lease).digest(domain(chain));
    }

    private Eip712 typed() {
        return Eip712.struct("LeaseTerms")
                .address("renter", renter)
                .address("seller", seller)
                .uint256("deposit", deposit)
                .uint256("spendCap", spendCap)
                .uint256("maxRatePerSecond", maxRatePerSecond)
                .uint256("openBy", BigInteger.valueOf(openBy))
                .bytes32("agreement", agreement)
                .bytes32("salt", salt);
    }

    private static byte[] domain(ChainSettings chain) {
        return Eip712.domain("Peerhost LeaseEscrow", "1", chain.chainId(), chain.escrow());
    }
}
