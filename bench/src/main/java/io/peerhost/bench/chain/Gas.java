package io.peerhost.bench.chain;

import io.peerhost.bench.Bench;
import io.peerhost.bench.stack.Workbench;
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
import io.peerhost.devstack.part.EmbeddedEvm;
import io.peerhost.devstack.part.ProjectFolder;
import io.peerhost.devstack.process.ChildProcess;
import io.peerhost.devstack.process.Ports;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.SigningKey;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.http.HttpService;

/** What a lease's life costs on the chain: exact gas, the same on every machine. Fifty leases of one renter and one seller. */
public final class Gas implements Bench {
    private static final int LEASES = 50;
    private static final Duration DELAY = Duration.ofMinutes(10);
    private static final SecureRandom RANDOM = new SecureRandom();

    @Override
    public String name() {
        return "gas-open-with-permit";
    }

    @Override
    public void run(Workbench workbench) throws IOException, InterruptedException {
        int port = Ports.free();
        Path folder = Files.createTempDirectory(workbench.folder(), "evm");
        try (ChildProcess evm = EmbeddedEvm.start(new ProjectFolder(workbench.project()), folder, null, port);
                Life life = new Life(EmbeddedEvm.uri(port))) {
            workbench.say("gas on node " + evm.pid());
            life.run(workbench);
        }
    }

    /** The operator who pays, and the two parties. */
    private static final class Life implements AutoCloseable {
        private final SigningKey operator = SigningKey.generate(RANDOM);
        private final SigningKey renter = SigningKey.generate(RANDOM);
        private final SigningKey seller = SigningKey.generate(RANDOM);
        private final URI rpc;
        private final ChainSettings settings;
        private final Calls calls;
        private final Chain chain;

        Life(URI rpc) throws IOException {
            this.rpc = rpc;
            ask(
                    "anvil_setBalance",
                    operator.address().hex(),
                    "0x" + BigInteger.TEN.pow(21).toString(16));
            settings = Deploy.deploy(rpc, operator, operator.address(), operator.address(), DELAY, Duration.ZERO)
                    .settings(rpc);
            calls = new Calls(settings);
            chain = new Chain(settings);
        }

        void run(Workbench workbench) throws IOException {
            send(calls.mint(renter.address(), BigInteger.valueOf(100_000_000)));
            List<Bytes32> leases = new ArrayList<>();
            long open = 0;
            for (int i = 0; i < LEASES; i++) {
                LeaseTerms terms = terms();
                open = send(open(terms));
                leases.add(terms.lease());
            }
            pass(60);
            MerkleTree tree = MerkleTree.of(leases.stream()
                    .map(lease -> new Leaf(lease, BigInteger.valueOf(100_000)))
                    .toList());
            long post = send(calls.postRoot(1, tree.root()));
            long claim = send(calls.claimMany(1, tree.multiProof(leases))) / LEASES;
            long withdraw = withdraw(leases.getFirst());
            workbench.recordAgainstGoal("gas-open-with-permit", open, null, "gas", 160_000);
            workbench.recordAgainstGoal("gas-post-root", post, null, "gas", 60_000);
            workbench.recordAgainstGoal("gas-claim-per-lease-batched", claim, null, "gas a lease of 50", 30_000);
            workbench.recordAgainstGoal("gas-withdraw", withdraw, null, "gas", 60_000);
        }

        private LeaseTerms terms() {
            BigInteger million = BigInteger.valueOf(1_000_000);
            long openBy = chain.node().time().getEpochSecond() + 3600;
            return new LeaseTerms(
                    renter.address(),
                    seller.address(),
                    million,
                    million,
                    million,
                    openBy,
                    Bytes32.random(RANDOM),
                    Bytes32.random(RANDOM));
        }

        private Call open(LeaseTerms terms) {
            byte[] digest = terms.digest(settings);
            Permit permit = new Permit(
                    renter.address(),
                    settings.escrow(),
                    terms.deposit(),
                    chain.permitNonce(renter.address()),
                    terms.openBy());
            return calls.open(
                    terms,
                    renter.sign(digest),
                    seller.sign(digest),
                    Optional.of(permit.sign(renter, chain.tokenDomain())));
        }

        private long withdraw(Bytes32 lease) throws IOException {
            send(calls.requestCloseFor(lease, renter.address(), renter.sign(LeaseTerms.closeDigest(lease, settings))));
            pass(DELAY.toSeconds());
            return send(calls.withdraw(lease));
        }

        private long send(Call call) {
            Node node = chain.node();
            long gas = node.estimateGas(operator.address(), call.to(), call.data());
            SignedTransaction signed = SignedTransaction.sign(
                    operator,
                    settings.chainId(),
                    node.transactions(operator.address()),
                    gas + gas / 4,
                    call,
                    node.fees());
            node.send(signed.raw());
            return node.await(signed.hash(), Duration.ofSeconds(60)).gasUsed();
        }

        private void pass(long seconds) throws IOException {
            ask("evm_increaseTime", seconds);
            ask("evm_mine");
        }

        private void ask(String method, Object... parameters) throws IOException {
            HttpService http = new HttpService(rpc.toString());
            Response<?> answer = new Request<>(method, List.of(parameters), http, Answer.class).send();
            if (answer.hasError())
                throw new IOException(method + ": " + answer.getError().getMessage());
        }

        @Override
        public void close() {
            chain.close();
        }
    }

    /** Of a question to the node whose answer does not matter. */
    public static final class Answer extends Response<Object> {}
}
