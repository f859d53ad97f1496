package io.peerhost.gateway.login;

import io.peerhost.gateway.upload.Refused;
import io.peerhost.gateway.upload.ServiceClient;
import io.peerhost.gateway.upload.ServiceClient.Call;
import io.peerhost.protocol.access.SshLogin;
import io.peerhost.protocol.json.Json;
import java.io.IOException;
import java.util.Optional;

/** Asks marketplace whose key this is. */
public final class Portal {
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
}
