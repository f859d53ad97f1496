package io.peerhost.marketplace.wallet;

import io.peerhost.chain.call.Call;
import io.peerhost.chain.lease.Permit;
import io.peerhost.chain.lease.SignedPermit;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Signature;
import java.math.BigInteger;
import java.util.List;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.abi.datatypes.generated.Uint8;
import org.web3j.utils.Numeric;

/** Calls of any ERC-20 with permit (EIP-2612) that move a held wallet's tokens for its owner. */
final class TokenCalls {
    private TokenCalls() {}

    static Call permit(Address token, SignedPermit signed) {
        Permit permit = signed.permit();
        Signature signature = signed.signature();
        return call(
                token,
                "permit",
                List.of(
                        address(permit.owner()),
                        address(permit.spender()),
                        new Uint256(permit.value()),
                        new Uint256(permit.deadline()),
                        new Uint8(signature.v()),
                        new Bytes32(signature.r()),
                        new Bytes32(signature.s())));
    }

    static Call transferFrom(Address token, Address from, Address to, BigInteger amount) {
        return call(token, "transferFrom", List.of(address(from), address(to), new Uint256(amount)));
    }

    private static org.web3j.abi.datatypes.Address address(Address address) {
        return new org.web3j.abi.datatypes.Address(address.hex());
    }

    @SuppressWarnings("rawtypes")
    private static Call call(Address token, String name, List<Type> arguments) {
        return new Call(
                token, Numeric.hexStringToByteArray(FunctionEncoder.encode(new Function(name, arguments, List.of()))));
    }
}
