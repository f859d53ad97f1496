package io.peerhost.devstack.service;

import io.peerhost.devstack.stack.Secrets;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.SigningKey;

/** The stack's own secrets and what follows from them. */
public record Keys(Secrets secrets) {
    public String client(String client) {
        return secrets.secret("OIDC_SECRET_" + client.toUpperCase().replace('-', '_'));
    }

    public SigningKey portal() {
        return SigningKey.of(portalKey());
    }

    public Address settler() {
        return SigningKey.of(settlerKey()).address();
    }

    public Address edge() {
        return SigningKey.of(edgeKey()).address();
    }

    public String portalKey() {
        return secrets.signingKey("PORTAL_KEY");
    }

    public String settlerKey() {
        return secrets.signingKey("SETTLER_KEY");
    }

    public String edgeKey() {
        return secrets.signingKey("EDGE_KEY");
    }

    public String walletMasterKey() {
        return secrets.masterKey("WALLET_MASTER_KEY");
    }

    public String keycloakAdmin() {
        return secrets.password("KEYCLOAK_ADMIN_PASSWORD");
    }

    public String s3Access() {
        return secrets.secret("S3_ACCESS_KEY");
    }

    public String s3Secret() {
        return secrets.secret("S3_SECRET_KEY");
    }

    /** What a demo account signs in with. */
    public String password(String account) {
        return secrets.password("PASSWORD_" + account.toUpperCase());
    }
}
