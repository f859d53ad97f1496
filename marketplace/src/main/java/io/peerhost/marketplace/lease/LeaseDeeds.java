package io.peerhost.marketplace.lease;

import io.peerhost.chain.ChainSettings;
import io.peerhost.chain.call.Calls;
import io.peerhost.chain.lease.LeaseTerms;
import io.peerhost.marketplace.wallet.Transactions;
import io.peerhost.marketplace.wallet.Wallets;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.Eip712;
import io.peerhost.protocol.identity.Signature;
import io.peerhost.protocol.identity.SigningKey;
import io.peerhost.protocol.lease.Prices;
import io.peerhost.protocol.lease.Rate;
import io.peerhost.protocol.lease.Resources;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
import java.util.Optional;
import java.util.UUID;

/** What parties sign for a lease, and the transactions it goes out with. */
@ApplicationScoped
public class LeaseDeeds {
    /** Bytes in a second of the line that both agree leaves room for: a gigabit. */
    private static final BigInteger LINE = BigInteger.valueOf(125_000_000);

    private static final BigInteger GIB = BigInteger.TWO.pow(30);

    private final Wallets wallets;
    private final Transactions transactions;
    private final Calls calls;
    private final ChainSettings chain;

    public LeaseDeeds(Wallets wallets, Transactions transactions, Calls calls, ChainSettings chain) {
        this.wallets = wallets;
        this.transactions = transactions;
        this.calls = calls;
        this.chain = chain;
    }

    /** The most a lease may cost in a second: what is reserved, and egress over a full line. Base units, rounded up. */
    public static BigInteger maxRatePerSecond(Resources reserved, Prices prices) {
        BigInteger egress = prices.egressGib().multiply(LINE).add(GIB).subtract(BigInteger.ONE);
        return Rate.perSecond(reserved, prices).add(egress.divide(GIB));
    }

    /** Names all that was agreed and is not in the terms. */
    public static Bytes32 agreement(UUID site, int replica, Resources reserved, Prices prices, String region) {
        return Bytes32.of(Eip712.struct("Agreement")
                .string("site", site.toString())
                .uint64("replica", replica)
                .uint64("cpuMillis", reserved.cpuMillis())
                .uint64("memoryMib", reserved.memoryMib())
                .uint64("diskMib", reserved.diskMib())
                .uint256("vcpuHour", prices.vcpuHour())
                .uint256("memoryGibHour", prices.memoryGibHour())
                .uint256("diskGibHour", prices.diskGibHour())
                .uint256("egressGib", prices.egressGib())
                .string("region", region)
                .hash());
    }

    static LeaseTerms terms(Lease lease) {
        return new LeaseTerms(
                new Address(lease.renterWallet),
                new Address(lease.sellerWallet),
                lease.deposit,
                lease.deposit,
                lease.maxRatePerSecond,
                lease.openBy.getEpochSecond(),
                new Bytes32(lease.agreement),
                new Bytes32(lease.salt));
    }

    /** Asks the chain, before the transaction of {@link #open}. */
    Optional<Wallets.Turn> turn(Lease lease) {
        return wallets.turn(lease.renter, openingOf(lease));
    }

    /** @return the transaction's key; empty while another permit of the renter's is on its way */
    Optional<String> open(Lease lease, Wallets.Turn turn) {
        String key = openingOf(lease);
        LeaseTerms terms = terms(lease);
        byte[] digest = terms.digest(chain);
        return wallets.permit(turn, chain.escrow(), lease.deposit, key).map(permit -> {
            Signature renter = wallets.key(lease.renter).sign(digest);
            Signature seller = wallets.key(lease.seller).sign(digest);
            transactions.enqueue(key, calls.open(terms, renter, seller, Optional.of(permit)));
            return key;
        });
    }

    private static String openingOf(Lease lease) {
        return "lease-open:" + lease.id + ":" + lease.attempts;
    }

    String close(Lease lease) {
        String key = "lease-close:" + lease.id + ":" + lease.attempts;
        SigningKey renter = wallets.key(lease.renter);
        Signature signature = renter.sign(LeaseTerms.closeDigest(lease.key(), chain));
        transactions.enqueue(key, calls.requestCloseFor(lease.key(), renter.address(), signature));
        return key;
    }

    String withdraw(Lease lease) {
        String key = "lease-withdraw:" + lease.id + ":" + lease.attempts;
        transactions.enqueue(key, calls.withdraw(lease.key()));
        return key;
    }
}
