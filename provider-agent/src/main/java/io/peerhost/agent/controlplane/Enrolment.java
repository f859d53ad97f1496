package io.peerhost.agent.controlplane;

import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.Signature;
import io.peerhost.protocol.identity.SigningKey;
import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.release.Hash;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first meeting with a portal: a person's one-time token, or their sign-in, binds this agent's key to their account. Remembered in
 * {@code folder/enrolled}, so that it happens once for a key and a portal.
 */
public final class Enrolment {
    private static final Logger LOG = LoggerFactory.getLogger(Enrolment.class);

    private final URI portal;
    private final SigningKey key;
    private final Path mark;
    private final Http http;

    public Enrolment(URI portal, SigningKey key, Path folder, HttpClient client) {
        this.portal = portal;
        this.key = key;
        this.mark = folder.resolve("enrolled");
        this.http = new Http(client);
    }

    /** The portal said no for good: what to do, in a sentence. */
    public static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }

    public boolean done() throws IOException {
        return Files.exists(mark) && Files.readString(mark).strip().equals(portal + " " + key.address());
    }

    /** @param token from the portal's page "Sell", 15 minutes old at most */
    public void withToken(String token) throws IOException, InterruptedException {
        enrol(token, Optional.of(token), HttpRequest.newBuilder(address()));
    }

    /** Signs a person in by the OAuth device flow: prints where to go and what to type, waits for it. */
    public void withSignIn(URI issuer) throws IOException, InterruptedException {
        String access = new DeviceFlow(issuer, http).signIn();
        enrol(access, Optional.empty(), HttpRequest.newBuilder(address()).header("Authorization", "Bearer " + access));
    }

    private URI address() {
        return URI.create(portal + "/api/agents/enrolments");
    }

    private void enrol(String secret, Optional<String> token, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        Bytes32 hash = Bytes32.of(Hash.sha256().digest(secret.getBytes(StandardCharsets.UTF_8)));
        Signature signature = key.sign(new Message.Enrolment(hash, key.address()).digest());
        Map<String, String> body = new TreeMap<>();
        token.ifPresent(text -> body.put("token", text));
        body.put("agent", key.address().hex());
        body.put("signature", signature.hex());
        Http.Answer answer = http.send(request.header("Content-Type", "application/json")
                .header("Idempotency-Key", Hash.ofContent(Json.bytes(body)).hex())
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(body))));
        if (answer.status() >= 500 || answer.status() == 429)
            throw new IOException("The portal could not enrol this agent now: " + answer.problem());
        if (!answer.fine())
            throw new Refused("The portal did not enrol this agent: " + answer.problem()
                    + ". Get a new enrolment token on the portal's page \"Sell\" and start again.");
        Files.writeString(mark, portal + " " + key.address() + "\n");
        LOG.info("Enrolled at {} as {}", portal, key.address());
    }

    static Duration seconds(com.fasterxml.jackson.databind.JsonNode answer, String member, int otherwise) {
        return Duration.ofSeconds(Math.clamp(answer.path(member).asInt(otherwise), 1, 3600));
    }
}
