package io.peerhost.marketplace.account;

import io.peerhost.marketplace.api.Idempotency;
import io.peerhost.rest.problem.Problem;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The keys that log in by SSH and SFTP. */
@Path("/api/ssh-keys")
@Authenticated
public class SshKeyResource {
    private final Accounts accounts;
    private final SshKeys keys;
    private final Idempotency idempotency;

    public SshKeyResource(Accounts accounts, SshKeys keys, Idempotency idempotency) {
        this.accounts = accounts;
        this.keys = keys;
        this.idempotency = idempotency;
    }

    /** @param publicKey a line of an {@code id_….pub} file */
    public record NewKey(String name, String publicKey) {}

    public record KeyView(UUID id, String name, String type, String fingerprint, Instant createdAt) {
        static KeyView of(SshKey key) {
            return new KeyView(key.id, key.name, key.type, key.fingerprint, key.createdAt);
        }
    }

    @GET
    public List<KeyView> list() {
        return SshKey.of(accounts.current().id).stream().map(KeyView::of).toList();
    }

    @POST
    public Response add(@HeaderParam(Idempotency.HEADER) String key, NewKey body) {
        UUID account = accounts.current().id;
        NewKey wanted = Problem.present(body);
        return idempotency.once(
                account,
                key,
                "ssh-keys",
                wanted,
                201,
                () -> KeyView.of(keys.add(account, wanted.name(), wanted.publicKey())));
    }

    @DELETE
    @Path("/{id}")
    public void remove(UUID id) {
        keys.remove(accounts.current().id, id);
    }
}
