package io.peerhost.devstack.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerhost.protocol.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class RealmTest {
    private final JsonNode realm = realm();

    @Test
    void shouldGiveEveryConfidentialClientItsOwnSecretWhenMade() {
        Set<String> secrets = StreamSupport.stream(realm.get("clients").spliterator(), false)
                .filter(client -> !client.get("publicClient").asBoolean())
                .map(client -> client.get("secret").asText())
                .collect(Collectors.toSet());

        assertThat(secrets).hasSameSizeAs(Realm.SERVICES).contains("secret of portal");
    }

    @Test
    void shouldGiveTheRoleServiceToClientsOnlyWhenMade() {
        for (JsonNode user : realm.get("users")) {
            boolean client = user.has("serviceAccountClientId");

            assertThat(user.get("realmRoles").toString().contains("service")).isEqualTo(client);
        }
    }

    private static JsonNode realm() {
        try {
            return Json.mapper().readTree(new Realm(client -> "secret of " + client, name -> name).json());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
