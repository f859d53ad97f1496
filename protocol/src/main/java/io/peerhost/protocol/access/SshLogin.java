package io.peerhost.protocol.access;

import io.peerhost.protocol.lease.SiteKind;
import java.util.List;
import java.util.UUID;

/**
 * Who a public key logs in as.
 *
 * @param account the account
 * @param userName its user name
 * @param sites the sites it may deploy
 */
public record SshLogin(UUID account, String userName, List<SiteAccess> sites) {
    /** What is asked: does {@code publicKey} (a line of authorized_keys: type, base64) belong to {@code userName}? */
    public record Question(String userName, String publicKey) {}

    /** @param id the site; @param name its folder; @param kind how it runs */
    public record SiteAccess(UUID id, String name, SiteKind kind) {}

    public SshLogin {
        sites = List.copyOf(sites);
    }
}
