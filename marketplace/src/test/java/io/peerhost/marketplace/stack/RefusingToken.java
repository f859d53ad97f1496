package io.peerhost.marketplace.stack;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerhost.protocol.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/** While it is open the chain's token refuses one of its functions, as when its issuer stopped it; all else it answers as ever. */
public final class RefusingToken implements AutoCloseable {
    /** Where the token's own code is put meanwhile. */
    private static final String ASIDE = "0x00000000000000000000000000000000000a51de";

    private static final String TRANSFER_FROM = "23b872dd";
    private static final String PERMIT = "d505accf";
    /** Reverts the function named by the first four bytes of its hash, delegates everything else to {@link #ASIDE}. */
    private static final String CODE = "0x"
            + "60003560e01c63%s146045573660006000376000600036600073"
            + ASIDE.substring(2)
            + "5af43d600060003e6040573d6000fd5b3d6000f35b60006000fd";

    private final String token = ConfigProvider.getConfig().getValue("marketplace.chain.token", String.class);
    private final String original = rpc("eth_getCode", token, "latest").asText();

    private RefusingToken(String function) {
        rpc("anvil_setCode", ASIDE, original);
        rpc("anvil_setCode", token, CODE.formatted(function));
    }

    /** Moves nothing out of a wallet. */
    public static RefusingToken moving() {
        return new RefusingToken(TRANSFER_FROM);
    }

    /** Takes no permit. */
    public static RefusingToken permitting() {
        return new RefusingToken(PERMIT);
    }

    @Override
    public void close() {
        rpc("anvil_setCode", token, original);
    }

    private static JsonNode rpc(String method, Object... parameters) {
        URI node = URI.create(ConfigProvider.getConfig().getValue("marketplace.chain.url", String.class));
        String body = Json.write(Map.of("jsonrpc", "2.0", "id", 1, "method", method, "params", List.of(parameters)));
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(node)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            String answer =
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return Json.read(answer, JsonNode.class).get("result");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
