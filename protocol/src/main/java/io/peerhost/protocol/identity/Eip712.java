package io.peerhost.protocol.identity;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.web3j.crypto.Hash;

/**
 * Typed structured data as <a href="https://eips.ethereum.org/EIPS/eip-712">EIP-712</a> hashes it: a flat struct of
 * atomic members and dynamic strings and bytes, in the order of their declaration.
 *
 * <pre>{@code
 * byte[] digest = Eip712.struct("Usage").bytes32("lease", id).uint64("sequence", 7).digest(Eip712.domain("Peerhost", "1"));
 * }</pre>
 */
public final class Eip712 {
    private final String name;
    private final List<String> members = new ArrayList<>();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    private Eip712(String name) {
        this.name = name;
    }

    public static Eip712 struct(String name) {
        return new Eip712(name);
    }

    /** A domain without a chain: for statements that no contract reads. */
    public static byte[] domain(String name, String version) {
        return struct("EIP712Domain")
                .string("name", name)
                .string("version", version)
                .hash();
    }

    /** The domain of a contract. */
    public static byte[] domain(String name, String version, long chainId, Address contract) {
        return struct("EIP712Domain")
                .string("name", name)
                .string("version", version)
                .uint256("chainId", BigInteger.valueOf(chainId))
                .address("verifyingContract", contract)
                .hash();
    }

    public Eip712 uint256(String member, BigInteger value) {
        return uint("uint256", member, value, 256);
    }

    public Eip712 uint64(String member, long value) {
        return uint("uint64", member, BigInteger.valueOf(value), 64);
    }

    public Eip712 address(String member, Address value) {
        byte[] word = new byte[32];
        System.arraycopy(value.bytes(), 0, word, 12, 20);
        return add("address", member, word);
    }

    public Eip712 bytes32(String member, Bytes32 value) {
        return add("bytes32", member, value.bytes());
    }

    public Eip712 string(String member, String value) {
        return add("string", member, Hash.sha3(value.getBytes(StandardCharsets.UTF_8)));
    }

    public Eip712 bytes(String member, byte[] value) {
        return add("bytes", member, Hash.sha3(value));
    }

    /** {@code encodeType}: {@code Usage(bytes32 lease,uint64 sequence)}. */
    public String type() {
        return name + "(" + String.join(",", members) + ")";
    }

    /** {@code hashStruct}, 32 bytes. */
    public byte[] hash() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(Hash.sha3(type().getBytes(StandardCharsets.UTF_8)));
        all.writeBytes(data.toByteArray());
        return Hash.sha3(all.toByteArray());
    }

    /** What is signed: keccak256(0x19 0x01 domain hashStruct), 32 bytes. */
    public byte[] digest(byte[] domain) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(0x19);
        all.write(0x01);
        all.writeBytes(domain);
        all.writeBytes(hash());
        return Hash.sha3(all.toByteArray());
    }

    private Eip712 uint(String type, String member, BigInteger value, int bits) {
        if (value.signum() < 0 || value.bitLength() > bits)
            throw new IllegalArgumentException(member + " does not fit " + type + ": " + value);
        byte[] digits = value.toByteArray();
        byte[] word = new byte[32];
        int length = Math.min(digits.length, 32);
        System.arraycopy(digits, digits.length - length, word, 32 - length, length);
        return add(type, member, word);
    }

    private Eip712 add(String type, String member, byte[] word) {
        members.add(type + " " + member);
        data.writeBytes(word);
        return this;
    }
}
