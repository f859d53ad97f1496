package io.peerhost.devstack.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.chain.deploy.Deployed;
import io.peerhost.devstack.stack.Home;
import io.peerhost.devstack.stack.PortPlan;
import io.peerhost.devstack.stack.Secrets;
import io.peerhost.protocol.identity.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceSettingsTest {
    private static final Map<String, String> PRODUCTION = Map.of(
            "DATABASE_URL", "jdbc:postgresql://db.example:5432/postgres",
            "DATABASE_USER", "peerhost",
            "DATABASE_PASSWORD", "s3cret",
            "KAFKA_BOOTSTRAP", "kafka.example:9092",
            "EVM_URL", "https://node.example",
            "EPOCH_SECONDS", "3600");

    @TempDir
    Path folder;

    private Home home;
    private Addresses addresses;
    private Keys keys;

    @BeforeEach
    void prepare() {
        home = new Home(folder);
        addresses = Addresses.of(new PortPlan(home.file("ports"), port -> true));
        keys = new Keys(new Secrets(home.file("secrets")));
    }

    @Test
    void shouldPointToOurOwnPartsWhenNothingIsGiven() {
        var edge = settings(Map.of()).edge();

        assertThat(edge)
                .containsEntry("KAFKA_BOOTSTRAP", addresses.kafkaBootstrap())
                .containsEntry("OIDC_CLIENT", "edge")
                .containsEntry("OIDC_ISSUER", "http://localhost:" + addresses.keycloak() + "/realms/peerhost");
    }

    @Test
    void shouldGiveEachServiceItsOwnDatabaseWhenAServerIsGiven() {
        var billing = settings(PRODUCTION).billing(contracts());
        var sites = settings(PRODUCTION).sites();

        assertThat(billing).containsEntry("DATABASE_URL", "jdbc:postgresql://db.example:5432/billing");
        assertThat(sites).containsEntry("DATABASE_URL", "jdbc:postgresql://db.example:5432/sites");
    }

    @Test
    void shouldKeepTheParametersOfADatabaseServersAddress() {
        var given = new HashMap<>(PRODUCTION);
        given.put("DATABASE_URL", "jdbc:postgresql://db.example/any?sslmode=verify-full&sslrootcert=/etc/ca.pem");

        assertThat(settings(given).sites())
                .containsEntry(
                        "DATABASE_URL",
                        "jdbc:postgresql://db.example/sites?sslmode=verify-full&sslrootcert=/etc/ca.pem");
        assertThat(settings(given).databaseServer()).isEqualTo("postgresql://db.example");
    }

    @Test
    void shouldTakeProductionSettingsWhenTheyAreGiven() {
        assertThat(settings(PRODUCTION).billing(contracts()))
                .containsEntry("KAFKA_BOOTSTRAP", "kafka.example:9092")
                .containsEntry("EVM_URL", "https://node.example")
                .containsEntry("EPOCH_SECONDS", "3600");
    }

    @Test
    void shouldTrustTheEdgeItStartsWhenServicesAskForWitnesses() throws Exception {
        edgeAndGatewayStarted();
        ServiceSettings settings = settings(
                Map.of("DATABASE_URL", "jdbc:postgresql://h/x", "DATABASE_USER", "u", "DATABASE_PASSWORD", "p"));
        assertThat(settings.billing(contracts()))
                .containsEntry("WITNESSES", keys.edge().hex());
        assertThat(settings.marketplace(contracts()))
                .containsEntry("WITNESSES", keys.edge().hex());
    }

    @Test
    void shouldHandOnWhatEdgeAndGatewayWroteDownOfTheirKeysWhenTheMarketplaceStarts() throws Exception {
        edgeAndGatewayStarted();

        assertThat(settings(PRODUCTION).marketplace(contracts()))
                .containsEntry("EDGE_TUNNEL", "localhost:" + addresses.tunnel() + "#ab")
                .containsEntry("SFTP_FINGERPRINT", "SHA256:x");
    }

    @Test
    void shouldGiveNoTokensAwayWhenTheTokenIsSomebodyElses() throws Exception {
        edgeAndGatewayStarted();
        Map<String, String> theirs = new HashMap<>(PRODUCTION);
        theirs.put("CHAIN_TOKEN", "0x11");

        assertThat(settings(PRODUCTION).marketplace(contracts())).containsEntry("FAUCET", "1000000000");
        assertThat(settings(theirs).marketplace(contracts())).containsEntry("FAUCET", "0");
    }

    private void edgeAndGatewayStarted() throws IOException {
        Files.writeString(Files.createDirectories(home.data("edge")).resolve("tunnel-certificate.sha256"), "ab\n");
        Files.writeString(Files.createDirectories(home.data("sftp-gateway")).resolve("host-key.sha256"), "SHA256:x\n");
    }

    private ServiceSettings settings(Map<String, String> given) {
        return new ServiceSettings(home, addresses, keys, new Given(new HashMap<>(given)), folder.resolve("images"));
    }

    private static Deployed contracts() {
        return new Deployed(31337, Address.ZERO, Address.ZERO, Address.ZERO);
    }
}
