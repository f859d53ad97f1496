package io.peerhost.rest.access;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Gives a token with the realm role {@code service} one more role, for the client it was made for: a door that is for one process is
 * closed to the others, among them the edge, which strangers talk to.
 */
@ApplicationScoped
public class Clients implements SecurityIdentityAugmentor {
    public static final String GATEWAY = "client:sftp-gateway";
    public static final String EDGE = "client:edge";
    public static final String PORTAL = "client:portal";

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        return Uni.createFrom().item(withClient(identity));
    }

    private static SecurityIdentity withClient(SecurityIdentity identity) {
        if (!identity.hasRole("service") || !(identity.getPrincipal() instanceof JsonWebToken token)) return identity;
        String client = token.getClaim("azp");
        return client == null
                ? identity
                : QuarkusSecurityIdentity.builder(identity)
                        .addRole("client:" + client)
                        .build();
    }
}
