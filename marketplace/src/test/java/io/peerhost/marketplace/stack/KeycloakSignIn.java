package io.peerhost.marketplace.stack;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** The service with tokens of a real Keycloak. */
public final class KeycloakSignIn implements QuarkusTestProfile {
    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(MarketplaceStack.class, Map.of("sign-in", "keycloak")));
    }

    @Override
    public boolean disableGlobalTestResources() {
        return true;
    }
}
