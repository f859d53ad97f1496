package io.peerhost.chain.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.chain.call.Call;
import io.peerhost.chain.contract.TestToken;
import io.peerhost.chain.node.Fees;
import io.peerhost.chain.node.Node;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.SigningKey;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.web3j.crypto.Hash;
import org.web3j.protocol.Web3j;
import org.web3j.tx.ReadonlyTransactionManager;
import org.web3j.tx.gas.DefaultGasProvider;
import org.web3j.utils.Numeric;

/** What the contract refuses, before it is sent or in the chain. */
class RevertedTransactionTest extends SenderFixture {
    @Test
    void shouldSayWhyAndSendNothingWhenACallWouldRevert() throws Exception {
        SigningKey stranger = peerhost.anvil.richKey();
        TransactionSender sender = started(stranger, patient(), (connection, key, status) -> heard.add(status));
        enqueue(sender, "mint", mint(5));
        awaitThat(() -> heard.size() == 1);
        assertThat(sender.status("mint")).get().isInstanceOfSatisfying(TransactionStatus.Reverted.class, reverted -> {
            assertThat(reverted.reason()).startsWith("AccessControlUnauthorizedAccount(" + stranger.address());
            assertThat(reverted.hash()).isEmpty();
        });
        assertThat(peerhost.chain.node().transactions(stranger.address())).isZero();
    }

    @Test
    void shouldSayWhyWhenItRevertsInTheChain() throws Exception {
        SigningKey minter = peerhost.anvil.richKey();
        peerhost.send(role(true, minter.address()));
        peerhost.anvil.cheat("evm_setAutomine", false);
        TransactionSender sender = started(minter, patient(), (connection, key, status) -> heard.add(status));
        enqueue(sender, "mint", mint(5));
        awaitThat(() -> peerhost.chain.node().pendingTransactions(minter.address()) == 1);
        sendAhead(role(false, minter.address()));
        peerhost.anvil.mine(1);
        awaitThat(() -> heard.size() == 1);
        assertThat(heard.getFirst()).isInstanceOfSatisfying(TransactionStatus.Reverted.class, reverted -> {
            assertThat(reverted.reason()).startsWith("AccessControlUnauthorizedAccount(");
            assertThat(reverted.hash()).isPresent();
        });
    }

    /** Gives or takes the minter's role. */
    private Call role(boolean grant, Address account) {
        Web3j node = peerhost.chain.node().web3j();
        TestToken token = TestToken.load(
                peerhost.settings.token().hex(),
                node,
                new ReadonlyTransactionManager(node, Address.ZERO.hex()),
                new DefaultGasProvider());
        byte[] minter = Hash.sha3("MINTER".getBytes(StandardCharsets.UTF_8));
        String data = (grant ? token.grantRole(minter, account.hex()) : token.revokeRole(minter, account.hex()))
                .encodeFunctionCall();
        return new Call(peerhost.settings.token(), Numeric.hexStringToByteArray(data));
    }

    /** Sends for so much that the next block has it first. */
    private void sendAhead(Call call) {
        Node node = peerhost.chain.node();
        BigInteger much = BigInteger.TEN.pow(11);
        SigningKey operator = peerhost.operator;
        node.send(SignedTransaction.sign(
                        operator,
                        peerhost.settings.chainId(),
                        node.transactions(operator.address()),
                        200_000,
                        call,
                        new Fees(much, much))
                .raw());
    }
}
