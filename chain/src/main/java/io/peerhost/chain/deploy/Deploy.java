package io.peerhost.chain.deploy;

import io.peerhost.chain.contract.EpochSettlement;
import io.peerhost.chain.contract.TestToken;
import io.peerhost.chain.node.ChainException;
import io.peerhost.chain.node.Node;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.SigningKey;
import io.peerhost.protocol.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.tx.ReadonlyTransactionManager;
import org.web3j.tx.gas.DefaultGasProvider;

/**
 * Deploys the contracts, or finds those an equal plan deployed before.
 *
 * <p>As a program: settings {@code EVM_URL}, {@code DEPLOYER_KEY}, {@code SETTLER}, {@code MINTER} (addresses), and where they
 * differ from the defaults {@code CHAIN_TOKEN} (a test token), {@code GUARDIAN} (the deployer), {@code WITHDRAW_DELAY_SECONDS}
 * (10800: three epochs of an hour), {@code ACTIVATION_DELAY_SECONDS} (0); one optional argument, the file that gets the addresses as JSON.
 */
public final class Deploy {
    private Deploy() {}

    public static void main(String[] arguments) throws IOException {
        Map<String, String> settings = System.getenv();
        SigningKey deployer = SigningKey.of(needed(settings, "DEPLOYER_KEY"));
        Plan plan = new Plan(
                Optional.ofNullable(settings.get("CHAIN_TOKEN")).map(Address::of),
                deployer.address(),
                Address.of(needed(settings, "MINTER")),
                Address.of(needed(settings, "SETTLER")),
                Address.of(settings.getOrDefault("GUARDIAN", deployer.address().hex())),
                seconds(settings, "WITHDRAW_DELAY_SECONDS", 10_800),
                seconds(settings, "ACTIVATION_DELAY_SECONDS", 0));
        Deployed deployed = deploy(URI.create(needed(settings, "EVM_URL")), deployer, plan);
        String json = Json.write(deployed);
        if (arguments.length > 0) Files.writeString(Path.of(arguments[0]), json + "\n");
        System.out.println(json);
    }

    /**
     * Deploys a test token, the settlement and its escrow; the deployer becomes admin and guardian.
     *
     * @param deployer pays the gas
     */
    public static Deployed deploy(
            URI rpc,
            SigningKey deployer,
            Address settler,
            Address minter,
            Duration withdrawDelay,
            Duration activationDelay) {
        Address admin = deployer.address();
        Plan plan = new Plan(Optional.empty(), admin, minter, settler, admin, withdrawDelay, activationDelay);
        return deploy(rpc, deployer, plan);
    }

    public static Deployed deploy(URI rpc, SigningKey deployer, Plan plan) {
        try (Node node = new Node(rpc)) {
            Deployer contracts = new Deployer(node, deployer);
            Address token = plan.token()
                    .orElseGet(() -> contracts.deploy(
                            TestToken.BINARY + encoded(address(plan.admin()), address(plan.minter()))));
            Address settlement = contracts.deploy(EpochSettlement.BINARY
                    + encoded(
                            address(token),
                            new Uint256(plan.withdrawDelay().toSeconds()),
                            new Uint256(plan.activationDelay().toSeconds()),
                            address(plan.admin()),
                            address(plan.settler()),
                            address(plan.guardian())));
            return new Deployed(contracts.chainId(), token, escrowOf(node, settlement), settlement);
        }
    }

    private static Address escrowOf(Node node, Address settlement) {
        var nobody = new ReadonlyTransactionManager(node.web3j(), Address.ZERO.hex());
        EpochSettlement contract =
                EpochSettlement.load(settlement.hex(), node.web3j(), nobody, new DefaultGasProvider());
        try {
            return Address.of(contract.escrow().send());
        } catch (Exception e) {
            throw new ChainException("The settlement contract does not name its escrow: " + e.getMessage(), e);
        }
    }

    private static String encoded(Type<?>... arguments) {
        return FunctionEncoder.encodeConstructor(List.of(arguments));
    }

    private static Type<?> address(Address address) {
        return new org.web3j.abi.datatypes.Address(address.hex());
    }

    private static Duration seconds(Map<String, String> settings, String name, long otherwise) {
        return Duration.ofSeconds(Long.parseLong(settings.getOrDefault(name, Long.toString(otherwise))));
    }

    private static String needed(Map<String, String> settings, String name) {
        String value = settings.get(name);
        if (value == null || value.isBlank()) throw new IllegalArgumentException("The setting " + name + " is missing");
        return value;
    }
}
