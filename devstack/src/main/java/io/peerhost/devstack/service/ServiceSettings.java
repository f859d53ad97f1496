package io.peerhost.devstack.service;

import io.peerhost.chain.deploy.Deployed;
import io.peerhost.devstack.identity.EmbeddedKeycloak;
import io.peerhost.devstack.part.EmbeddedEvm;
import io.peerhost.devstack.part.EmbeddedPostgresql;
import io.peerhost.devstack.part.EmbeddedPostgresql.Database;
import io.peerhost.devstack.part.EmbeddedS3;
import io.peerhost.devstack.stack.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The environment of each service, as ARCHITECTURE.md's table names it. */
public final class ServiceSettings {
    private static final String EPOCH_SECONDS = "60";
    /** Base units of the test token that comes with contracts of ours. */
    private static final String GIFT = "1000000000";

    private final Home home;
    private final Addresses addresses;
    private final Keys keys;
    private final Given given;
    private final Path images;

    /** @param images where pod images are kept, for every agent of every stack on this machine */
    public ServiceSettings(Home home, Addresses addresses, Keys keys, Given given, Path images) {
        this.images = images;
        this.home = home;
        this.addresses = addresses;
        this.keys = keys;
        this.given = given;
    }

    /** JSON-RPC of the chain's node. */
    public URI evm() {
        return given.get("EVM_URL").map(URI::create).orElse(addresses.evmUrl());
    }

    /** The database server without what only JDBC needs: {@code postgresql://host:port}. */
    public String databaseServer() {
        return given.get("DATABASE_URL")
                .map(url -> url.replaceFirst("^jdbc:(postgresql://[^/?]+).*$", "$1"))
                .orElse("postgresql://127.0.0.1:" + addresses.postgresql());
    }

    public String s3() {
        return given.get("S3_ENDPOINT").orElse(addresses.s3Url());
    }

    /** Keycloak's base address, without the realm. */
    public String keycloak() {
        return issuer().toString().replaceFirst("/realms/.*$", "");
    }

    public String kafka() {
        return given.get("KAFKA_BOOTSTRAP").orElse(addresses.kafkaBootstrap());
    }

    public URI issuer() {
        return given.get("OIDC_ISSUER").map(URI::create).orElse(EmbeddedKeycloak.issuer(addresses.keycloak()));
    }

    /** The service's own database, made when it is not there and the server is ours. */
    public Database database(String service) {
        if (!given.has("DATABASE_URL")) {
            return EmbeddedPostgresql.database(URI.create("postgresql://127.0.0.1:" + addresses.postgresql()), service);
        }
        String server = given.needed("DATABASE_URL", "DATABASE_URL")
                .replaceFirst("^(jdbc:postgresql://[^/]+)(/[^?]*)?", "$1/" + service);
        return new Database(
                server,
                given.needed("DATABASE_USER", "DATABASE_URL"),
                given.needed("DATABASE_PASSWORD", "DATABASE_URL"));
    }

    public Map<String, String> marketplace(Deployed contracts) {
        var settings = web("marketplace", addresses.portal());
        addDatabase(settings, "marketplace");
        addClient(settings, "portal");
        addChain(settings, contracts);
        addUrls(settings);
        settings.put("KAFKA_BOOTSTRAP", kafka());
        settings.put("PORTAL_KEY", keys.portalKey());
        settings.put("WALLET_MASTER_KEY", keys.walletMasterKey());
        settings.put("EDGE_TUNNEL", tunnel());
        settings.put("SFTP_ADDRESS", "localhost:" + addresses.sftp());
        settings.put("FAUCET", given.get("FAUCET").orElse(given.has("CHAIN_TOKEN") ? "0" : GIFT));
        settings.put("WITNESSES", witnesses());
        settings.put("SFTP_FINGERPRINT", told("sftp-gateway", "host-key.sha256"));
        return settings;
    }

    public Map<String, String> billing(Deployed contracts) {
        var settings = web("billing", addresses.billing());
        addDatabase(settings, "billing");
        addClient(settings, "billing");
        addChain(settings, contracts);
        addUrls(settings);
        settings.put("KAFKA_BOOTSTRAP", kafka());
        settings.put("SETTLER_KEY", keys.settlerKey());
        settings.put("WITNESSES", witnesses());
        settings.put("EPOCH_SECONDS", given.get("EPOCH_SECONDS").orElse(EPOCH_SECONDS));
        return settings;
    }

    private String witnesses() {
        return given.get("WITNESSES").orElse(keys.edge().hex());
    }

    public Map<String, String> sites() {
        var settings = web("sites", addresses.sites());
        addDatabase(settings, "sites");
        addClient(settings, "sites");
        addUrls(settings);
        settings.put("KAFKA_BOOTSTRAP", kafka());
        settings.put("SITES_DOMAIN", "localhost");
        settings.put("S3_ENDPOINT", s3());
        settings.put("S3_ACCESS_KEY", keys.s3Access());
        settings.put("S3_SECRET_KEY", keys.s3Secret());
        settings.put("S3_BUCKET", given.get("S3_BUCKET").orElse(EmbeddedS3.BUCKET));
        return settings;
    }

    public Map<String, String> edge() {
        var settings = web("edge", addresses.edge());
        addClient(settings, "edge");
        addUrls(settings);
        settings.put("KAFKA_BOOTSTRAP", kafka());
        settings.put("SITES_DOMAIN", "localhost");
        settings.put("EDGE_KEY", keys.edgeKey());
        settings.put("TUNNEL_PORT", String.valueOf(addresses.tunnel()));
        settings.put("DATA_DIR", home.data("edge").toString());
        return settings;
    }

    public Map<String, String> gateway() {
        var settings = web("sftp-gateway", addresses.gateway());
        addClient(settings, "sftp-gateway");
        addUrls(settings);
        settings.put("SFTP_PORT", String.valueOf(addresses.sftp()));
        settings.put("DATA_DIR", home.data("sftp-gateway").toString());
        return settings;
    }

    /** @param token where an enrolment token may lie, for the first start */
    public Map<String, String> agent(String name, Path token) {
        var settings = new TreeMap<String, String>();
        settings.put("PORTAL_URL", addresses.portalUrl().toString());
        settings.put("DATA_DIR", home.data(name).toString());
        settings.put("IMAGE_STORE", images.toString());
        // File names beyond ASCII need it.
        settings.put("LC_ALL", "C.UTF-8");
        // Several agents share one machine here; a seller's own offers all of it.
        settings.put("OFFER_MEMORY_MIB", "2048");
        settings.put("OFFER_DISK_MIB", "4096");
        settings.put("ENROLMENT_TOKEN_FILE", token.toString());
        settings.put("LOG_FILE", home.jsonLog(name).toString());
        return settings;
    }

    /** Where agents find the edge, and what its certificate hashes to: the edge writes that down when it starts. */
    private String tunnel() {
        return given.get("EDGE_TUNNEL")
                .orElseGet(() -> "localhost:" + addresses.tunnel() + "#" + told("edge", "tunnel-certificate.sha256"));
    }

    /** What a service wrote down about its key when it started. */
    private String told(String service, String file) {
        try {
            return Files.readString(home.data(service).resolve(file)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(service + " did not write " + file, e);
        }
    }

    private Map<String, String> web(String name, int port) {
        var settings = new TreeMap<String, String>();
        settings.put("HTTP_HOST", "127.0.0.1");
        settings.put("HTTP_PORT", String.valueOf(port));
        settings.put("LOG_FILE", home.jsonLog(name).toString());
        settings.put("LOG_FILE_ENABLED", "true");
        return settings;
    }

    private void addDatabase(Map<String, String> settings, String service) {
        Database database = database(service);
        settings.put("DATABASE_URL", database.jdbcUrl());
        settings.put("DATABASE_USER", database.user());
        settings.put("DATABASE_PASSWORD", database.password());
    }

    private void addClient(Map<String, String> settings, String client) {
        settings.put("OIDC_ISSUER", issuer().toString());
        settings.put("OIDC_CLIENT", client);
        settings.put("OIDC_SECRET", keys.client(client));
    }

    private void addChain(Map<String, String> settings, Deployed contracts) {
        settings.put("EVM_URL", evm().toString());
        settings.put("EVM_CHAIN_ID", given.get("EVM_CHAIN_ID").orElse(String.valueOf(EmbeddedEvm.CHAIN_ID)));
        settings.put("CHAIN_TOKEN", contracts.token().hex());
        settings.put("CHAIN_ESCROW", contracts.escrow().hex());
        settings.put("CHAIN_SETTLEMENT", contracts.settlement().hex());
        for (String name : List.of("CHAIN_CONFIRMATIONS", "CHAIN_FIRST_BLOCK"))
            given.get(name).ifPresent(value -> settings.put(name, value));
    }

    private void addUrls(Map<String, String> settings) {
        settings.put("PORTAL_URL", addresses.portalUrl().toString());
        settings.put("SITES_URL", addresses.sitesUrl().toString());
        settings.put("BILLING_URL", addresses.billingUrl().toString());
        settings.put("EDGE_URL", addresses.edgeUrl().toString());
    }
}
