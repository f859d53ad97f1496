package io.peerhost.marketplace.account;

import io.peerhost.rest.problem.Problem;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Who is signed in. An account is made by its first request. */
@ApplicationScoped
public class Accounts {
    private final SecurityIdentity identity;
    private final EntityManager database;
    private final Clock clock;

    public Accounts(SecurityIdentity identity, EntityManager database, Clock clock) {
        this.identity = identity;
        this.database = database;
        this.clock = clock;
    }

    /** @throws Problem 403 when it is a program that is signed in, 409 when the user name is another account's */
    public Account current() {
        if (!(identity.getPrincipal() instanceof JsonWebToken token))
            throw Problem.of(401, "unauthorized", "Sign in first", "Send a valid bearer token in Authorization.");
        String userName = token.getClaim("preferred_username");
        if (userName == null || userName.startsWith("service-account-") || identity.hasRole("service"))
            throw Problem.forbidden("Only people have accounts; this token is a program's.");
        return signedIn(subject(token), userName);
    }

    public Optional<Account> named(String userName) {
        return Account.named(userName);
    }

    Account signedIn(UUID subject, String userName) {
        return QuarkusTransaction.joiningExisting().call(() -> {
            Account account = Account.findById(subject);
            if (account == null) account = made(subject, userName);
            else if (!account.userName.equals(userName)) account.userName = userName;
            return account;
        });
    }

    private Account made(UUID subject, String userName) {
        database.createNativeQuery(
                        "INSERT INTO account (id, user_name, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
                .setParameter(1, subject)
                .setParameter(2, userName)
                .setParameter(3, clock.instant())
                .executeUpdate();
        Account account = Account.findById(subject);
        if (account == null)
            throw Problem.conflict("user-name-taken", "Another account is called " + userName + " already.");
        return account;
    }

    private static UUID subject(JsonWebToken token) {
        try {
            return UUID.fromString(token.getSubject());
        } catch (IllegalArgumentException | NullPointerException e) {
            throw Problem.forbidden("The sign-in's subject is not a UUID.");
        }
    }
}
