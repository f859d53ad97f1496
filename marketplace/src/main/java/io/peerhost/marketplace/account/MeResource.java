package io.peerhost.marketplace.account;

import io.quarkus.security.Authenticated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.UUID;

/** Who am I. */
@Path("/api/me")
@Authenticated
public class MeResource {
    private final Accounts accounts;

    public MeResource(Accounts accounts) {
        this.accounts = accounts;
    }

    public record Me(UUID account, String userName, Instant createdAt) {}

    @GET
    public Me me() {
        Account account = accounts.current();
        return new Me(account.id, account.userName, account.createdAt);
    }
}
