package io.peerhost.marketplace.stack;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** The service with tokens of a real Keycloak, behind a proxy at 127.0.0.1. */
public final class KeycloakSignIn implements QuarkusTestProfile {
    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(MarketplaceStack.class, Map.of("sign-in", "keycloak")));
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("BEHIND_PROXY", "true", "PROXY_ADDRESSES", "127.0.0.1");
    }

    @Override
    public boolean disableGlobalTestResources() {
        return true;
    }
}
