package io.peerhost.e2e.stack;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerhost.chain.ChainSettings;
import io.peerhost.chain.node.Chain;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The public audit, and the chain it can be checked against, as a stranger without an account sees both. */
public final class Audit {
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI billing;
    private final URI node;

    /** @param node JSON-RPC of the chain */
    public Audit(URI billing, URI node) {
        this.billing = billing;
        this.node = node;
    }

    public JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(billing + path))
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200)
            throw new IOException(path + " answered " + answer.statusCode() + ": " + answer.body());
        return Json.mapper().readTree(answer.body());
    }

    /** The newest proof of a lease's amount. */
    public JsonNode proof(String lease) throws IOException, InterruptedException {
        return get("/api/audit/leases/" + lease + "/proof");
    }

    public Chain chain() throws IOException, InterruptedException {
        JsonNode contracts = get("/api/audit/epochs").path("contracts");
        return new Chain(new ChainSettings(
                node,
                contracts.path("chainId").asLong(),
                Address.of(contracts.path("token").asText()),
                Address.of(contracts.path("escrow").asText()),
                Address.of(contracts.path("settlement").asText())));
    }
}
