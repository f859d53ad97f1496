package io.peerhost.chain.node;

import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.OkHttpClient;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameter;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.core.methods.response.EthBlock;
import org.web3j.protocol.core.methods.response.EthCall;
import org.web3j.protocol.core.methods.response.EthEstimateGas;
import org.web3j.protocol.core.methods.response.TransactionReceipt;
import org.web3j.protocol.http.HttpService;
import org.web3j.utils.Numeric;

/** A node of the chain: the JSON-RPC questions Peerhost asks, each answered within 15 seconds or a {@link ChainException}. */
public final class Node implements AutoCloseable {
    private static final Fees FLOOR = new Fees(BigInteger.valueOf(1_000_000_000), BigInteger.valueOf(1_000_000));
    private static final Duration AWAIT_STEP = Duration.ofMillis(20);
    private final HttpService http;
    private final Web3j web3j;

    public Node(URI rpc) {
        OkHttpClient client = new OkHttpClient.Builder()
                .connectTimeout(Duration.ofSeconds(3))
                .readTimeout(Duration.ofSeconds(10))
                .callTimeout(Duration.ofSeconds(15))
                .build();
        http = new HttpService(rpc.toString(), client);
        web3j = Web3j.build(http);
    }

    public Web3j web3j() {
        return web3j;
    }

    public long chainId() {
        return ask(web3j.ethChainId()).getChainId().longValueExact();
    }

    public long head() {
        return ask(web3j.ethBlockNumber()).getBlockNumber().longValueExact();
    }

    /** When the newest block was made, by its own word. */
    public Instant time() {
        EthBlock.Block block = ask(web3j.ethGetBlockByNumber(DefaultBlockParameterName.LATEST, false))
                .getBlock();
        return Instant.ofEpochSecond(block.getTimestamp().longValueExact());
    }

    public Optional<Bytes32> blockHash(long number) {
        EthBlock.Block block = ask(web3j.ethGetBlockByNumber(at(number), false)).getBlock();
        return Optional.ofNullable(block).map(found -> Bytes32.of(found.getHash()));
    }

    public Optional<Receipt> receipt(Bytes32 transaction) {
        return rawReceipt(transaction)
                .filter(found -> found.getBlockHash() != null)
                .map(found -> new Receipt(
                        transaction,
                        found.getBlockNumber().longValueExact(),
                        Bytes32.of(found.getBlockHash()),
                        found.isStatusOK(),
                        found.getGasUsed().longValueExact()));
    }

    /**
     * Waits until a transaction is in a block. For a person at a terminal; services use a
     * {@link io.peerhost.chain.transaction.TransactionSender}.
     */
    public Receipt await(Bytes32 transaction, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < end) {
            Optional<Receipt> receipt = receipt(transaction);
            if (receipt.isPresent()) return receipt.get();
            try {
                Thread.sleep(AWAIT_STEP);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ChainException("Interrupted while waiting for transaction " + transaction, e);
            }
        }
        throw new ChainException("Transaction " + transaction + " was not mined in " + patience.toSeconds() + " s");
    }

    Optional<TransactionReceipt> rawReceipt(Bytes32 transaction) {
        return Optional.ofNullable(
                ask(web3j.ethGetTransactionReceipt(transaction.hex())).getResult());
    }

    /** Wei of an account. */
    public BigInteger balance(Address account) {
        return ask(web3j.ethGetBalance(account.hex(), DefaultBlockParameterName.LATEST))
                .getBalance();
    }

    public boolean hasCode(Address contract) {
        String code = ask(web3j.ethGetCode(contract.hex(), DefaultBlockParameterName.LATEST))
                .getCode();
        return code != null && code.length() > 2;
    }

    /** How many transactions of an account are in blocks up to the newest. */
    public long transactions(Address account) {
        return transactions(account, DefaultBlockParameterName.LATEST);
    }

    /** The same, up to a block. */
    public long transactions(Address account, long block) {
        return transactions(account, at(block));
    }

    /** The same, with those that wait to get into a block. */
    public long pendingTransactions(Address account) {
        return transactions(account, DefaultBlockParameterName.PENDING);
    }

    /** What a transaction should offer now: twice the base fee, so that it stays valid while blocks fill, and the usual tip. */
    public Fees fees() {
        BigInteger base = ask(web3j.ethGetBlockByNumber(DefaultBlockParameterName.LATEST, false))
                .getBlock()
                .getBaseFeePerGas();
        BigInteger tip = ask(web3j.ethMaxPriorityFeePerGas()).getMaxPriorityFeePerGas();
        tip = tip.max(FLOOR.tip());
        return new Fees(base.shiftLeft(1).add(tip).max(FLOOR.highest()), tip);
    }

    /**
     * Gas that a call would use in the block being made, not in the newest: what waits for time to pass is judged by now.
     *
     * @throws RevertedException when it would revert
     */
    public long estimateGas(Address from, Address to, byte[] data) {
        Map<String, String> call = Map.of("from", from.hex(), "to", to.hex(), "data", Numeric.toHexString(data));
        Request<?, EthEstimateGas> question =
                new Request<>("eth_estimateGas", List.of(call, "pending"), http, EthEstimateGas.class);
        return answer(question).getAmountUsed().longValueExact();
    }

    /** What a call returns or why it reverts, in the state after a block. */
    public String call(Address from, Address to, byte[] data, long block) {
        Map<String, String> call = Map.of("from", from.hex(), "to", to.hex(), "data", Numeric.toHexString(data));
        Request<?, EthCall> question = new Request<>(
                "eth_call", List.of(call, Numeric.encodeQuantity(BigInteger.valueOf(block))), http, EthCall.class);
        return answer(question).getValue();
    }

    /** Hands a signed transaction to the node. One it knows already is no error. */
    public void send(byte[] raw) {
        ask(web3j.ethSendRawTransaction(Numeric.toHexString(raw)));
    }

    @Override
    public void close() {
        web3j.shutdown();
    }

    private long transactions(Address account, DefaultBlockParameter at) {
        return ask(web3j.ethGetTransactionCount(account.hex(), at))
                .getTransactionCount()
                .longValueExact();
    }

    private <T extends Response<?>> T answer(Request<?, T> question) {
        T response = exchange(question);
        if (!response.hasError()) return response;
        Object data = response.getError().getData();
        if (RevertedException.isRevert(
                response.getError().getCode(), response.getError().getMessage()))
            throw new RevertedException(
                    Reverts.explain(response.getError().getMessage(), data == null ? "" : data.toString()));
        throw refused(question, response);
    }

    <T extends Response<?>> T ask(Request<?, T> question) {
        T response = exchange(question);
        if (response.hasError()) throw refused(question, response);
        return response;
    }

    private static <T extends Response<?>> T exchange(Request<?, T> question) {
        try {
            return question.send();
        } catch (IOException | RuntimeException e) {
            throw new ChainException(
                    "The chain's node did not answer " + question.getMethod() + ": " + e.getMessage(), e);
        }
    }

    private static ChainException refused(Request<?, ?> question, Response<?> response) {
        return new ChainException("The chain's node refused " + question.getMethod() + ": "
                + response.getError().getMessage());
    }

    private static DefaultBlockParameter at(long block) {
        return DefaultBlockParameter.valueOf(BigInteger.valueOf(block));
    }
}
