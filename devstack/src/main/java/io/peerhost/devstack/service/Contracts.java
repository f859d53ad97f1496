package io.peerhost.devstack.service;

import io.peerhost.chain.deploy.Deploy;
import io.peerhost.chain.deploy.Deployed;
import io.peerhost.devstack.part.EmbeddedEvm;
import io.peerhost.protocol.identity.Address;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** The contracts on the stack's chain. */
public final class Contracts {
    private static final String WITHDRAW_DELAY_SECONDS = "120";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String ENOUGH_GAS = "0x21e19e0c9bab2400000";

    private final URI evm;
    private final Keys keys;
    private final Given given;

    public Contracts(URI evm, Keys keys, Given given) {
        this.evm = evm;
        this.keys = keys;
        this.given = given;
    }

    /** Deploys them, or finds those that are there; on our own node the senders are given gas. */
    public Deployed ensure() throws IOException, InterruptedException {
        if (given.has("CHAIN_TOKEN")) {
            return named();
        }
        if (!given.has("EVM_URL")) {
            for (Address sender : List.of(keys.portal().address(), keys.settler())) {
                giveGas(sender);
            }
        }
        Duration delay = Duration.ofSeconds(
                Long.parseLong(given.get("WITHDRAW_DELAY_SECONDS").orElse(WITHDRAW_DELAY_SECONDS)));
        return Deploy.deploy(evm, keys.portal(), keys.settler(), keys.portal().address(), delay, Duration.ZERO);
    }

    private Deployed named() {
        return new Deployed(
                Long.parseLong(given.get("EVM_CHAIN_ID").orElse(String.valueOf(EmbeddedEvm.CHAIN_ID))),
                Address.of(given.needed("CHAIN_TOKEN", "CHAIN_TOKEN")),
                Address.of(given.needed("CHAIN_ESCROW", "CHAIN_TOKEN")),
                Address.of(given.needed("CHAIN_SETTLEMENT", "CHAIN_TOKEN")));
    }

    private void giveGas(Address account) throws IOException, InterruptedException {
        String call = """
                {"jsonrpc":"2.0","id":1,"method":"anvil_setBalance","params":["%s","%s"]}""".formatted(account.hex(), ENOUGH_GAS);
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            var answer = http.send(
                    HttpRequest.newBuilder(evm)
                            .timeout(PATIENCE)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(call))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200 || answer.body().contains("\"error\"")) {
                throw new IOException("The node gave no gas: " + answer.body());
            }
        }
    }
}
