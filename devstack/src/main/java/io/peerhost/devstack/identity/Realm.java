package io.peerhost.devstack.identity;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The realm {@code peerhost}: roles, clients and demo accounts, the secrets filled in when it is made.
 *
 * @param clientSecret client id to its secret
 * @param password demo account's name to its password
 */
public record Realm(UnaryOperator<String> clientSecret, UnaryOperator<String> password) {
    /** The realm's name. */
    public static final String NAME = "peerhost";

    /** The clients whose tokens carry the role {@code service}. */
    public static final List<String> SERVICES = List.of("portal", "sites", "billing", "sftp-gateway", "edge");

    private static final ObjectMapper JSON = new ObjectMapper();

    /** As Keycloak's admin API takes it. */
    public String json() {
        try (InputStream in = Realm.class.getResourceAsStream("realm.json")) {
            var realm = (ObjectNode) JSON.readTree(in);
            for (var client : realm.withArray("clients")) {
                String id = client.get("clientId").asText();
                if (SERVICES.contains(id)) {
                    ((ObjectNode) client).put("secret", clientSecret.apply(id));
                }
            }
            ArrayNode users = realm.withArray("users");
            SERVICES.forEach(client -> addServiceAccount(users.addObject(), client));
            for (DemoAccount account : DemoAccount.values()) {
                addPerson(users.addObject(), account);
            }
            return JSON.writeValueAsString(realm);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void addServiceAccount(ObjectNode user, String client) {
        user.put("username", "service-account-" + client);
        user.put("enabled", true);
        user.put("serviceAccountClientId", client);
        user.putArray("realmRoles").add("service");
    }

    private void addPerson(ObjectNode user, DemoAccount account) {
        user.put("id", account.id().toString());
        user.put("username", account.username());
        user.put("firstName", account.firstName());
        user.put("lastName", "Demo");
        user.put("email", account.username() + "@peerhost.example");
        user.put("emailVerified", true);
        user.put("enabled", true);
        user.putArray("realmRoles").add(account.role());
        user.putArray("credentials")
                .addObject()
                .put("type", "password")
                .put("value", password.apply(account.username()))
                .put("temporary", false);
    }
}
