package io.peerhost.protocol.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.web3j.crypto.StructuredDataEncoder;

class Eip712Test {
    /** web3j reads the JSON that wallets show people: what a person signs there must be what we check here. */
    @Test
    void shouldHashAsWalletsDo() throws IOException {
        Address contract = new Address("0x" + "11".repeat(20));
        Address renter = new Address("0x" + "22".repeat(20));
        Bytes32 lease = Bytes32.of("0x" + "33".repeat(32));
        byte[] ours = Eip712.struct("Terms")
                .bytes32("lease", lease)
                .address("renter", renter)
                .uint256("deposit", new BigInteger("123456789012345678901234567890"))
                .uint64("delay", 60)
                .string("note", "grüße")
                .digest(Eip712.domain("Peerhost", "1", 31337, contract));
        String json = """
                {"types":{"EIP712Domain":[{"name":"name","type":"string"},{"name":"version","type":"string"},
                {"name":"chainId","type":"uint256"},{"name":"verifyingContract","type":"address"}],
                "Terms":[{"name":"lease","type":"bytes32"},{"name":"renter","type":"address"},{"name":"deposit","type":"uint256"},
                {"name":"delay","type":"uint64"},{"name":"note","type":"string"}]},
                "primaryType":"Terms","domain":{"name":"Peerhost","version":"1","chainId":31337,"verifyingContract":"%s"},
                "message":{"lease":"%s","renter":"%s","deposit":"123456789012345678901234567890","delay":60,"note":"grüße"}}""".formatted(contract, lease, renter);
        assertThat(ours).isEqualTo(new StructuredDataEncoder(json).hashStructuredData());
    }

    @Test
    void shouldRefuseANumberThatDoesNotFit() {
        assertThatIllegalArgumentException().isThrownBy(() -> Eip712.struct("A").uint256("x", BigInteger.TWO.pow(256)));
        assertThatIllegalArgumentException().isThrownBy(() -> Eip712.struct("A").uint64("x", -1));
    }
}
