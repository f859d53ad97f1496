package io.peerhost.gateway.login;

import com.fasterxml.jackson.core.type.TypeReference;
import io.peerhost.gateway.upload.Refused;
import io.peerhost.gateway.upload.ServiceClient;
import io.peerhost.gateway.upload.ServiceClient.Call;
import io.peerhost.protocol.access.SshLogin;
import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.replica.ReplicaLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Asks marketplace whose key this is, and what a site's replicas wrote. */
public final class Portal {
    private static final TypeReference<List<ReplicaLog>> LOGS = new TypeReference<>() {};

    private final ServiceClient marketplace;

    public Portal(ServiceClient marketplace) {
        this.marketplace = marketplace;
    }

    /** @return empty when the key is not that user's @throws IOException when marketplace does not answer */
    Optional<SshLogin> ask(SshLogin.Question question) throws IOException {
        try {
            byte[] answer = marketplace.send(Call.post("/internal/ssh/logins", Json.bytes(question)));
            return Optional.of(Json.read(answer, SshLogin.class));
        } catch (Refused e) {
            if (e.status() == 403 || e.status() == 404 || e.status() == 400 || e.status() == 422)
                return Optional.empty();
            throw e;
        }
    }

    /** One for each replica that runs. */
    public List<ReplicaLog> logs(UUID site) throws IOException {
        byte[] answer = marketplace.send(Call.get("/internal/sites/" + site + "/logs"));
        return Json.read(new String(answer, StandardCharsets.UTF_8), LOGS);
    }
}
