package io.peerhost.chain.testchain;

import io.peerhost.chain.ChainSettings;
import io.peerhost.chain.call.Call;
import io.peerhost.chain.call.Calls;
import io.peerhost.chain.deploy.Deploy;
import io.peerhost.chain.lease.LeaseTerms;
import io.peerhost.chain.lease.Permit;
import io.peerhost.chain.node.Chain;
import io.peerhost.chain.node.Node;
import io.peerhost.chain.node.Receipt;
import io.peerhost.chain.transaction.SignedTransaction;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.SigningKey;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;

/** Peerhost's contracts on a chain of one's own, and a person who signs and sends by hand. */
public final class Peerhost implements AutoCloseable {
    public static final Duration WITHDRAW_DELAY = Duration.ofMinutes(10);
    private static final SecureRandom RANDOM = new SecureRandom();
    public final Anvil anvil;
    public final SigningKey operator;
    public final ChainSettings settings;
    public final Calls calls;
    public final Chain chain;

    public Peerhost(Anvil anvil, Duration activationDelay) {
        this.anvil = anvil;
        operator = anvil.richKey();
        settings = Deploy.deploy(
                        anvil.rpc(), operator, operator.address(), operator.address(), WITHDRAW_DELAY, activationDelay)
                .settings(anvil.rpc());
        calls = new Calls(settings);
        chain = new Chain(settings);
    }

    public SigningKey newKey() {
        return SigningKey.generate(RANDOM);
    }

    public LeaseTerms terms(SigningKey renter, SigningKey seller, long deposit, long spendCap, long maxRatePerSecond) {
        return new LeaseTerms(
                renter.address(),
                seller.address(),
                BigInteger.valueOf(deposit),
                BigInteger.valueOf(spendCap),
                BigInteger.valueOf(maxRatePerSecond),
                chain.node().time().getEpochSecond() + 3600,
                Bytes32.random(RANDOM),
                Bytes32.random(RANDOM));
    }

    public Call open(LeaseTerms terms, SigningKey renter, SigningKey seller) {
        byte[] digest = terms.digest(settings);
        Permit permit = new Permit(
                renter.address(),
                settings.escrow(),
                terms.deposit(),
                chain.permitNonce(renter.address()),
                terms.openBy());
        return calls.open(
                terms, renter.sign(digest), seller.sign(digest), Optional.of(permit.sign(renter, chain.tokenDomain())));
    }

    public Receipt send(Call call) {
        return send(operator, call);
    }

    /** Sends and waits; a call that reverts throws {@link io.peerhost.chain.node.RevertedException}. */
    public Receipt send(SigningKey key, Call call) {
        Node node = chain.node();
        long gas = node.estimateGas(key.address(), call.to(), call.data());
        SignedTransaction signed = SignedTransaction.sign(
                key, settings.chainId(), node.transactions(key.address()), gas + gas / 4, call, node.fees());
        node.send(signed.raw());
        return node.await(signed.hash(), Duration.ofSeconds(60));
    }

    @Override
    public void close() {
        chain.close();
        anvil.close();
    }
}
