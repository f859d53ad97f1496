package io.peerhost.chain.testchain;

import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.SigningKey;
import io.peerhost.protocol.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A chain of one's own: anvil on a free port, with the cheats tests need. */
public final class Anvil implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("Listening on 127\\.0\\.0\\.1:(\\d+)");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private final Process process;
    private final URI rpc;

    public Anvil() throws IOException {
        process = new ProcessBuilder(binary().toString(), "--port", "0")
                .redirectErrorStream(true)
                .start();
        BufferedReader output = process.inputReader();
        rpc = URI.create("http://127.0.0.1:" + port(output));
        Thread.ofVirtual().start(() -> output.lines().forEach(line -> {}));
    }

    /** The one npm chose for this machine. */
    private static Path binary() throws IOException {
        try (DirectoryStream<Path> packages =
                Files.newDirectoryStream(Path.of("node_modules", "@foundry-rs"), "anvil-*")) {
            return packages.iterator().next().resolve("bin").resolve("anvil");
        }
    }

    private static String port(BufferedReader output) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher matcher = LISTENING.matcher(line);
            if (matcher.find()) return matcher.group(1);
        }
        throw new IllegalStateException("anvil ended before it listened");
    }

    public URI rpc() {
        return rpc;
    }

    /** A new key with gas money. */
    public SigningKey richKey() {
        SigningKey key = SigningKey.generate(RANDOM);
        enrich(key.address());
        return key;
    }

    public void enrich(Address account) {
        cheat("anvil_setBalance", account.hex(), "0x" + BigInteger.TEN.pow(21).toString(16));
    }

    public void pass(long seconds) {
        cheat("evm_increaseTime", seconds);
        mine(1);
    }

    public void mine(int blocks) {
        cheat("anvil_mine", "0x" + Integer.toHexString(blocks));
    }

    /** @return what the node answered, JSON */
    public String cheat(String method, Object... parameters) {
        String question =
                Json.write(Map.of("jsonrpc", "2.0", "id", 1, "method", method, "params", List.of(parameters)));
        HttpRequest request = HttpRequest.newBuilder(rpc)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(question))
                .build();
        try {
            String answer =
                    HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
            if (answer.contains("\"error\"")) throw new IllegalStateException(method + ": " + answer);
            return answer;
        } catch (IOException e) {
            throw new IllegalStateException(method, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(method, e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
