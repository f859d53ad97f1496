package io.peerhost.billing.settlement;

import static org.awaitility.Awaitility.await;

import io.peerhost.chain.ChainSettings;
import io.peerhost.chain.call.Call;
import io.peerhost.chain.call.Calls;
import io.peerhost.chain.deploy.Deploy;
import io.peerhost.chain.lease.LeaseTerms;
import io.peerhost.chain.lease.Permit;
import io.peerhost.chain.merkle.Leaf;
import io.peerhost.chain.merkle.MerkleTree;
import io.peerhost.chain.node.Chain;
import io.peerhost.chain.node.Node;
import io.peerhost.chain.transaction.SignedTransaction;
import io.peerhost.devstack.teststack.TestStack;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.SigningKey;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Contracts of one's own on a real anvil: fresh keys make fresh addresses, so tests share a chain and nothing else. */
public final class TestChain implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();

    public final SigningKey settler;
    public final SigningKey seller = SigningKey.generate(RANDOM);
    public final SigningKey renter = SigningKey.generate(RANDOM);
    public final Chain chain;
    private final SigningKey payer;
    private final Calls calls;
    private final Node node;

    public TestChain(Duration withdrawDelay) {
        this(SigningKey.generate(RANDOM), SigningKey.generate(RANDOM), withdrawDelay);
    }

    /** The same keys and delay find the same contracts again. */
    public TestChain(SigningKey payer, SigningKey settler, Duration withdrawDelay) {
        this.payer = payer;
        this.settler = settler;
        URI rpc = TestStack.evm();
        rich(rpc, payer.address());
        rich(rpc, settler.address());
        ChainSettings settings = Deploy.deploy(
                        rpc, payer, settler.address(), payer.address(), withdrawDelay, Duration.ZERO)
                .settings(rpc);
        chain = new Chain(settings);
        calls = new Calls(settings);
        node = chain.node();
    }

    /** Opens a lease that pays at most its deposit, from the next second on: in its first its ceiling is nothing. Its name on chain. */
    public Bytes32 open(long deposit) {
        BigInteger amount = BigInteger.valueOf(deposit);
        send(calls.mint(renter.address(), amount));
        LeaseTerms terms = new LeaseTerms(
                renter.address(),
                seller.address(),
                amount,
                amount,
                BigInteger.TEN.pow(15),
                node.time().getEpochSecond() + 3600,
                Bytes32.random(RANDOM),
                Bytes32.random(RANDOM));
        Permit permit = new Permit(
                renter.address(),
                chain.settings().escrow(),
                amount,
                chain.permitNonce(renter.address()),
                node.time().getEpochSecond() + 3600);
        byte[] digest = terms.digest(chain.settings());
        send(calls.open(
                terms,
                renter.sign(digest),
                seller.sign(digest),
                Optional.of(permit.sign(renter, chain.tokenDomain()))));
        long opened = Instant.now().getEpochSecond();
        await().atMost(Duration.ofSeconds(5)).until(() -> Instant.now().getEpochSecond() > opened);
        return terms.lease();
    }

    /** The renter asks for the end of a lease and takes the rest; for contracts without a delay. */
    public void close(Bytes32 lease) {
        byte[] digest = LeaseTerms.closeDigest(lease, chain.settings());
        send(calls.requestCloseFor(lease, renter.address(), renter.sign(digest)));
        send(calls.withdraw(lease));
    }

    /** The settler posts a root of its own making. */
    public void post(long epoch) {
        send(settler, calls.postRoot(epoch, Bytes32.random(RANDOM)));
    }

    /** Pays the seller by a root that billing knows nothing of. */
    public void pay(long epoch, Bytes32 lease, long amount) {
        MerkleTree tree = MerkleTree.of(List.of(new Leaf(lease, BigInteger.valueOf(amount))));
        send(settler, calls.postRoot(epoch, tree.root()));
        send(calls.claimMany(epoch, tree.multiProof(List.of(lease))));
    }

    public BigInteger balance(SigningKey key) {
        return chain.balance(key.address());
    }

    private void send(Call call) {
        send(payer, call);
    }

    private void send(SigningKey key, Call call) {
        long gas = node.estimateGas(key.address(), call.to(), call.data());
        long nonce = node.pendingTransactions(key.address());
        SignedTransaction signed =
                SignedTransaction.sign(key, chain.settings().chainId(), nonce, gas * 2, call, node.fees());
        node.send(signed.raw());
        if (!node.await(signed.hash(), Duration.ofSeconds(60)).succeeded())
            throw new IllegalStateException("A test's transaction reverted");
    }

    private static void rich(URI rpc, Address account) {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"anvil_setBalance\",\"params\":[\"" + account
                + "\",\"0x56bc75e2d63100000\"]}";
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(rpc)
                    .header("Content-Type", "application/json")
                    .timeout(Duration.ofSeconds(30))
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            client.send(request, HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            throw new IllegalStateException("anvil does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        chain.close();
    }
}
