package io.peerhost.marketplace.site;

import io.peerhost.marketplace.account.Account;
import io.peerhost.marketplace.account.Accounts;
import io.peerhost.marketplace.account.OpenSshKey;
import io.peerhost.marketplace.account.SshKey;
import io.peerhost.protocol.access.SshLogin;
import io.peerhost.rest.access.Clients;
import io.peerhost.rest.problem.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** The SSH gateway asks whether a key belongs to a user name. */
@Path("/internal/ssh/logins")
@RolesAllowed(Clients.GATEWAY)
public class SshLoginResource {
    private final Accounts accounts;

    public SshLoginResource(Accounts accounts) {
        this.accounts = accounts;
    }

    /** The same refusal whatever is wrong: nobody learns which names or keys exist. */
    @POST
    @Transactional
    public SshLogin login(SshLogin.Question body) {
        SshLogin.Question question = Problem.present(body);
        if (question.userName() == null || question.publicKey() == null)
            throw Problem.malformed("A login asks with userName and publicKey.");
        Account account = accounts.named(question.userName())
                .filter(found -> owns(found, question.publicKey()))
                .orElseThrow(() -> Problem.of(
                        403, "key-unknown", "This is not allowed", "This key does not log in as that user."));
        return new SshLogin(
                account.id,
                account.userName,
                RentedSite.of(account.id).stream()
                        .map(site -> new SshLogin.SiteAccess(site.id, site.name, site.kind))
                        .toList());
    }

    private static boolean owns(Account account, String publicKey) {
        try {
            String fingerprint = OpenSshKey.parse(publicKey).fingerprint();
            return SshKey.withFingerprint(fingerprint)
                    .filter(key -> key.account.equals(account.id))
                    .isPresent();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
