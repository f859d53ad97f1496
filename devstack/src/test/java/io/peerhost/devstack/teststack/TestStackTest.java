package io.peerhost.devstack.teststack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.peerhost.devstack.identity.DemoAccount;
import io.peerhost.devstack.process.Probe;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.DriverManager;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class TestStackTest {
    @Test
    void shouldGiveSeparateDatabasesWhenTheSameNameIsAskedTwice() throws Exception {
        var first = TestStack.database("things");
        var second = TestStack.database("things");

        try (var connection = DriverManager.getConnection(first.jdbcUrl(), first.user(), first.password());
                var statement = connection.createStatement()) {
            statement.execute("create table thing(id int)");
        }

        try (var connection = DriverManager.getConnection(second.jdbcUrl(), second.user(), second.password());
                var tables = connection.getMetaData().getTables(null, "public", "%", null)) {
            assertThat(tables.next()).isFalse();
        }
    }

    @Test
    void shouldNameOneBrokerWhenAskedTwice() {
        assertThat(TestStack.kafka()).isEqualTo(TestStack.kafka());
        assertThat(Probe.listens(Integer.parseInt(TestStack.kafka().split(":")[1])))
                .isTrue();
    }

    @Test
    void shouldRefuseStrangersWhenTheObjectStoreIsAskedWithoutASignature() {
        var store = TestStack.s3();

        assertThat(Probe.status(URI.create(store.endpoint() + "/" + store.bucket())))
                .isEqualTo(403);
    }

    @Test
    void shouldListenWhenTheEvmNodeIsAskedFor() {
        assertThat(Probe.listens(TestStack.evm().getPort())).isTrue();
    }

    @Test
    void shouldGiveTokensWithRolesWhenAServiceOrAPersonSignsIn() throws Exception {
        var service = token("grant_type=client_credentials&client_id=sites&client_secret=" + TestStack.CLIENT_SECRET);
        var person = token("grant_type=password&client_id=peerhost-cli&username=sam&password=sam");

        assertThat(service.at("/realm_access/roles").toString()).contains("\"service\"");
        assertThat(service.get("azp").asText())
                .as("by which services know each other")
                .isEqualTo("sites");
        assertThat(person.at("/realm_access/roles").toString())
                .contains("seller")
                .doesNotContain("service");
        assertThat(person.get("preferred_username").asText()).isEqualTo("sam");
        assertThat(person.get("sub").asText()).isEqualTo(DemoAccount.SAM.id().toString());
        assertThat(person.get("iss").asText()).isEqualTo(TestStack.keycloak().toString());
    }

    private static JsonNode token(String form) throws Exception {
        var uri = URI.create(TestStack.keycloak() + "/protocol/openid-connect/token");
        var request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            var json = new ObjectMapper();
            String token = json.readTree(http.send(request, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .path("access_token")
                    .asText();
            return json.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
        }
    }
}
