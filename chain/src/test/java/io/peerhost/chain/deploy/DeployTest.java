package io.peerhost.chain.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.chain.node.Chain;
import io.peerhost.chain.testchain.Anvil;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.SigningKey;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeployTest {
    private static final Address SETTLER = Address.of("0x" + "51".repeat(20));
    private static final Address MINTER = Address.of("0x" + "17".repeat(20));

    @Test
    void shouldFindTheSameContractsWhenDeployedAgainAndOthersWhenThePlanDiffers() throws Exception {
        try (Anvil anvil = new Anvil()) {
            SigningKey deployer = anvil.richKey();
            Deployed first = deploy(anvil, deployer, 60);
            Deployed again = deploy(anvil, deployer, 60);
            Deployed other = deploy(anvil, deployer, 61);
            assertThat(again).isEqualTo(first);
            assertThat(other.token()).isEqualTo(first.token());
            assertThat(other.escrow()).isNotEqualTo(first.escrow());
            try (Chain chain = new Chain(first.settings(anvil.rpc()))) {
                assertThat(chain.withdrawDelay()).isEqualTo(Duration.ofSeconds(60));
                assertThat(chain.activationDelay()).isEqualTo(Duration.ofSeconds(5));
                assertThat(chain.decimals()).isEqualTo(6);
                assertThat(chain.symbol()).isEqualTo("PHT");
                assertThat(chain.node().transactions(deployer.address())).isEqualTo(3);
            }
        }
    }

    private static Deployed deploy(Anvil anvil, SigningKey deployer, long withdrawDelay) {
        return Deploy.deploy(
                anvil.rpc(), deployer, SETTLER, MINTER, Duration.ofSeconds(withdrawDelay), Duration.ofSeconds(5));
    }
}
