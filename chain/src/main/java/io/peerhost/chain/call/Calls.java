package io.peerhost.chain.call;

import io.peerhost.chain.ChainSettings;
import io.peerhost.chain.contract.EpochSettlement;
import io.peerhost.chain.contract.LeaseEscrow;
import io.peerhost.chain.contract.TestToken;
import io.peerhost.chain.lease.LeaseTerms;
import io.peerhost.chain.lease.Permit;
import io.peerhost.chain.lease.SignedPermit;
import io.peerhost.chain.merkle.MultiProof;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.Signature;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.RemoteFunctionCall;
import org.web3j.protocol.http.HttpService;
import org.web3j.tx.ReadonlyTransactionManager;
import org.web3j.tx.gas.DefaultGasProvider;
import org.web3j.utils.Numeric;

/** Every call Peerhost makes, encoded for the contracts; nothing is sent. Every one may be sent twice, but permit and what moves tokens. */
public final class Calls {
    private static final byte[] NONE = new byte[32];
    private final ChainSettings chain;
    private final LeaseEscrow escrow;
    private final EpochSettlement settlement;
    private final TestToken token;

    public Calls(ChainSettings chain) {
        this.chain = chain;
        Web3j node = Web3j.build(new HttpService(chain.rpc().toString()));
        var nobody = new ReadonlyTransactionManager(node, Address.ZERO.hex());
        var gas = new DefaultGasProvider();
        escrow = LeaseEscrow.load(chain.escrow().hex(), node, nobody, gas);
        settlement = EpochSettlement.load(chain.settlement().hex(), node, nobody, gas);
        token = TestToken.load(chain.token().hex(), node, nobody, gas);
    }

    /**
     * Opens a lease. Anybody may send it.
     *
     * @param permit of the renter for the deposit; empty when the allowance stands already
     */
    public Call open(LeaseTerms terms, Signature renter, Signature seller, Optional<SignedPermit> permit) {
        return toEscrow(escrow.open(
                new LeaseEscrow.LeaseTerms(
                        terms.renter().hex(),
                        terms.seller().hex(),
                        terms.deposit(),
                        terms.spendCap(),
                        terms.maxRatePerSecond(),
                        BigInteger.valueOf(terms.openBy()),
                        terms.agreement().bytes(),
                        terms.salt().bytes()),
                renter.bytes(),
                seller.bytes(),
                permit.map(Calls::encoded)
                        .orElseGet(() -> new LeaseEscrow.Permit(BigInteger.ZERO, BigInteger.ZERO, NONE, NONE))));
    }

    /** Asks for a lease's end; the sender must be its renter or seller. */
    public Call requestClose(Bytes32 lease) {
        return toEscrow(escrow.requestClose(lease.bytes()));
    }

    /** Asks for a lease's end for a party who signed {@link LeaseTerms#closeDigest}. Anybody may send it. */
    public Call requestCloseFor(Bytes32 lease, Address party, Signature signature) {
        return toEscrow(escrow.requestCloseFor(lease.bytes(), party.hex(), signature.bytes()));
    }

    /** Gives the renter the rest once the delay since {@code requestClose} is over. Anybody may send it. */
    public Call withdraw(Bytes32 lease) {
        return toEscrow(escrow.withdraw(lease.bytes()));
    }

    /** Posts an epoch's root; the sender must be a settler. */
    public Call postRoot(long epoch, Bytes32 root) {
        return toSettlement(settlement.postRoot(BigInteger.valueOf(epoch), root.bytes()));
    }

    /** Takes back a root that is not active yet; the sender must be a guardian. */
    public Call disable(long epoch) {
        return toSettlement(settlement.disable(BigInteger.valueOf(epoch)));
    }

    /** Pays the sellers of the proved leaves. Anybody may send it. Some hundred leases fit in one call. */
    public Call claimMany(long epoch, MultiProof proof) {
        List<EpochSettlement.Claim> claims = proof.leaves().stream()
                .map(leaf -> new EpochSettlement.Claim(leaf.lease().bytes(), leaf.cumulative()))
                .toList();
        List<byte[]> siblings = proof.proof().stream().map(Bytes32::bytes).toList();
        return toSettlement(settlement.claimMany(BigInteger.valueOf(epoch), claims, siblings, proof.flags()));
    }

    /** Makes test tokens; the sender must be a minter. */
    public Call mint(Address to, BigInteger amount) {
        return new Call(chain.token(), data(token.mint(to.hex(), amount)));
    }

    /** Moves the sender's tokens. */
    public Call transfer(Address to, BigInteger amount) {
        return new Call(chain.token(), data(token.transfer(to.hex(), amount)));
    }

    /** Gives an allowance with its owner's signature (EIP-2612). Anybody may send it; sent again it reverts. */
    public Call permit(SignedPermit signed) {
        Permit permit = signed.permit();
        Signature signature = signed.signature();
        return new Call(
                chain.token(),
                data(token.permit(
                        permit.owner().hex(),
                        permit.spender().hex(),
                        permit.value(),
                        BigInteger.valueOf(permit.deadline()),
                        BigInteger.valueOf(signature.v()),
                        signature.r(),
                        signature.s())));
    }

    /** Moves tokens of somebody who allowed the sender to. */
    public Call transferFrom(Address from, Address to, BigInteger amount) {
        return new Call(chain.token(), data(token.transferFrom(from.hex(), to.hex(), amount)));
    }

    private static LeaseEscrow.Permit encoded(SignedPermit signed) {
        Signature signature = signed.signature();
        return new LeaseEscrow.Permit(
                BigInteger.valueOf(signed.permit().deadline()),
                BigInteger.valueOf(signature.v()),
                signature.r(),
                signature.s());
    }

    private Call toEscrow(RemoteFunctionCall<?> call) {
        return new Call(chain.escrow(), data(call));
    }

    private Call toSettlement(RemoteFunctionCall<?> call) {
        return new Call(chain.settlement(), data(call));
    }

    private static byte[] data(RemoteFunctionCall<?> call) {
        return Numeric.hexStringToByteArray(call.encodeFunctionCall());
    }
}
