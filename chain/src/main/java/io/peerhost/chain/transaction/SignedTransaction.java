package io.peerhost.chain.transaction;

import io.peerhost.chain.call.Call;
import io.peerhost.chain.node.Fees;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.SigningKey;
import java.math.BigInteger;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.Hash;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.utils.Numeric;

/** A signed EIP-1559 transaction, ready for the node. */
public record SignedTransaction(Bytes32 hash, byte[] raw) {
    public static SignedTransaction sign(
            SigningKey key, long chainId, long nonce, long gasLimit, Call call, Fees fees) {
        RawTransaction transaction = RawTransaction.createTransaction(
                chainId,
                BigInteger.valueOf(nonce),
                BigInteger.valueOf(gasLimit),
                call.to().hex(),
                BigInteger.ZERO,
                Numeric.toHexString(call.data()),
                fees.tip(),
                fees.highest());
        byte[] raw = TransactionEncoder.signMessage(transaction, Credentials.create(key.secret()));
        return new SignedTransaction(Bytes32.of(Hash.sha3(raw)), raw);
    }
}
