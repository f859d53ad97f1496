package io.peerhost.chain.node;

import io.peerhost.chain.ChainSettings;
import io.peerhost.chain.contract.EpochSettlement;
import io.peerhost.chain.contract.LeaseEscrow;
import io.peerhost.chain.contract.TestToken;
import io.peerhost.chain.lease.LeaseState;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.web3j.protocol.core.DefaultBlockParameter;
import org.web3j.protocol.core.RemoteFunctionCall;
import org.web3j.protocol.core.methods.request.EthFilter;
import org.web3j.protocol.core.methods.response.EthLog;
import org.web3j.protocol.core.methods.response.Log;
import org.web3j.tx.ReadonlyTransactionManager;
import org.web3j.tx.gas.DefaultGasProvider;
import org.web3j.utils.Numeric;

/**
 * What the chain says about Peerhost's contracts, read only. Safe for many threads. Every question is answered within 15
 * seconds or ends in a {@link ChainException}.
 */
public final class Chain implements AutoCloseable {
    private final ChainSettings settings;
    private final Node node;
    private final TestToken token;
    private final LeaseEscrow escrow;
    private final EpochSettlement settlement;

    public Chain(ChainSettings settings) {
        this.settings = settings;
        node = new Node(settings.rpc());
        var nobody = new ReadonlyTransactionManager(node.web3j(), Address.ZERO.hex());
        var gas = new DefaultGasProvider();
        token = TestToken.load(settings.token().hex(), node.web3j(), nobody, gas);
        escrow = LeaseEscrow.load(settings.escrow().hex(), node.web3j(), nobody, gas);
        settlement = EpochSettlement.load(settings.settlement().hex(), node.web3j(), nobody, gas);
    }

    public ChainSettings settings() {
        return settings;
    }

    /** The node itself: head, block time, receipts, gas money. */
    public Node node() {
        return node;
    }

    /** An account's tokens, base units. */
    public BigInteger balance(Address account) {
        return read(token.balanceOf(account.hex()));
    }

    public int decimals() {
        return read(token.decimals()).intValueExact();
    }

    public String symbol() {
        return read(token.symbol());
    }

    /** How many of an owner's tokens a spender may move, base units. */
    public BigInteger allowance(Address owner, Address spender) {
        return read(token.allowance(owner.hex(), spender.hex()));
    }

    /** The next nonce of an account's permits. */
    public BigInteger permitNonce(Address owner) {
        return read(token.nonces(owner.hex()));
    }

    /** The token's EIP-712 domain separator, for {@link io.peerhost.chain.lease.Permit#digest}. */
    public Bytes32 tokenDomain() {
        return Bytes32.of(read(token.DOMAIN_SEPARATOR()));
    }

    /** A lease in the escrow; empty when it was never opened. */
    public Optional<LeaseState> lease(Bytes32 lease) {
        LeaseEscrow.Lease found = read(escrow.leaseAt(lease.bytes()));
        return found.openedAt.signum() == 0 ? Optional.empty() : Optional.of(state(found));
    }

    /** Seconds between asking for a lease's end and the renter's money. */
    public Duration withdrawDelay() {
        return Duration.ofSeconds(read(escrow.withdrawDelay()).longValueExact());
    }

    /** Seconds between posting a root and its first claim. */
    public Duration activationDelay() {
        return Duration.ofSeconds(read(settlement.activationDelay()).longValueExact());
    }

    /** The root of an epoch; empty when none is posted, or it was disabled. */
    public Optional<EpochRoot> epoch(long epoch) {
        var found = read(settlement.epochs(BigInteger.valueOf(epoch)));
        return found.component2().signum() == 0
                ? Optional.empty()
                : Optional.of(new EpochRoot(Numeric.toHexString(found.component1()), instant(found.component2())));
    }

    /** What the contracts said in these blocks, both included, in order. Nodes limit how many blocks they search: some 1,000. */
    public List<ChainEvent> events(long fromBlock, long toBlock) {
        EthFilter filter = new EthFilter(
                DefaultBlockParameter.valueOf(BigInteger.valueOf(fromBlock)),
                DefaultBlockParameter.valueOf(BigInteger.valueOf(toBlock)),
                List.of(settings.escrow().hex(), settings.settlement().hex()));
        EthLog found = node.ask(node.web3j().ethGetLogs(filter));
        return found.getLogs().stream()
                .map(log -> ((EthLog.LogObject) log).get())
                .flatMap(log -> Events.read(settings, log).stream())
                .toList();
    }

    /** What the contracts said in a transaction, in order; nothing when it is in no block. */
    public List<ChainEvent> events(Bytes32 transaction) {
        List<Log> logs =
                node.rawReceipt(transaction).map(receipt -> receipt.getLogs()).orElse(List.of());
        return logs.stream().flatMap(log -> Events.read(settings, log).stream()).toList();
    }

    @Override
    public void close() {
        node.close();
    }

    private static LeaseState state(LeaseEscrow.Lease found) {
        return new LeaseState(
                Address.of(found.renter),
                Address.of(found.seller),
                found.deposit,
                found.spendCap,
                found.maxRatePerSecond,
                found.claimed,
                instant(found.openedAt),
                Optional.of(found.closingAt).filter(at -> at.signum() > 0).map(Chain::instant),
                found.withdrawn);
    }

    private static Instant instant(BigInteger seconds) {
        return Instant.ofEpochSecond(seconds.longValueExact());
    }

    private static <T> T read(RemoteFunctionCall<T> call) {
        try {
            return call.send();
        } catch (Exception e) {
            throw new ChainException("The chain did not answer: " + e.getMessage(), e);
        }
    }
}
