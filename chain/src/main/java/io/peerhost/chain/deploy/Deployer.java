package io.peerhost.chain.deploy;

import io.peerhost.chain.call.Call;
import io.peerhost.chain.node.ChainException;
import io.peerhost.chain.node.Node;
import io.peerhost.chain.node.Receipt;
import io.peerhost.chain.transaction.SignedTransaction;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.SigningKey;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.web3j.crypto.Hash;

/**
 * Puts contracts at addresses that follow from their code and arguments alone (EIP-1014, through the deterministic
 * deployment proxy that public chains and anvil have), so that deploying again finds what is there.
 */
final class Deployer {
    private static final Address PROXY = Address.of("0x4e59b44847b379578588920ca78fbf26c0b4956c");
    private static final Bytes32 SALT = Bytes32.of(Hash.sha3("peerhost/1".getBytes(StandardCharsets.UTF_8)));
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private final Node node;
    private final SigningKey key;
    private final long chainId;

    Deployer(Node node, SigningKey key) {
        this.node = node;
        this.key = key;
        this.chainId = node.chainId();
        if (!node.hasCode(PROXY))
            throw new ChainException("This chain lacks the deterministic deployment proxy " + PROXY
                    + ": see github.com/Arachnid/deterministic-deployment-proxy");
    }

    /** @param code a contract's creation code, its arguments appended, hex without 0x */
    Address deploy(String code) {
        byte[] creation = HexFormat.of().parseHex(code);
        Address address = address(creation);
        if (node.hasCode(address)) return address;
        send(new Call(PROXY, joined(SALT.bytes(), creation)));
        if (!node.hasCode(address)) throw new ChainException("The contract at " + address + " could not be deployed");
        return address;
    }

    long chainId() {
        return chainId;
    }

    private static Address address(byte[] creation) {
        byte[] hash = Hash.sha3(joined(new byte[] {(byte) 0xff}, PROXY.bytes(), SALT.bytes(), Hash.sha3(creation)));
        return Address.of("0x" + HexFormat.of().formatHex(Arrays.copyOfRange(hash, 12, 32)));
    }

    private void send(Call call) {
        long gas = node.estimateGas(key.address(), call.to(), call.data());
        long nonce = node.pendingTransactions(key.address());
        SignedTransaction signed = SignedTransaction.sign(key, chainId, nonce, gas + gas / 4, call, node.fees());
        node.send(signed.raw());
        Receipt receipt = node.await(signed.hash(), PATIENCE);
        if (!receipt.succeeded()) throw new ChainException("Deploying reverted in transaction " + signed.hash());
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) all.writeBytes(part);
        return all.toByteArray();
    }
}
