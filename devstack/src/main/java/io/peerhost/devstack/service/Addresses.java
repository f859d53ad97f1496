package io.peerhost.devstack.service;

import io.peerhost.devstack.identity.EmbeddedKeycloak;
import io.peerhost.devstack.part.EmbeddedEvm;
import io.peerhost.devstack.part.EmbeddedS3;
import io.peerhost.devstack.stack.PortPlan;
import java.net.URI;

/** Where each part listens; all of it on the loopback interface. */
public record Addresses(
        int portal,
        int sites,
        int billing,
        int edge,
        int tunnel,
        int sftp,
        int gateway,
        int keycloak,
        int postgresql,
        int kafka,
        int controller,
        int s3,
        int evm) {
    public static Addresses of(PortPlan ports) {
        return new Addresses(
                ports.of("portal", 8080),
                ports.of("sites", 8081),
                ports.of("billing", 8082),
                ports.of("edge", 8000),
                ports.of("tunnel", 8443),
                ports.of("sftp", 2222),
                ports.of("gateway", 8083),
                ports.of("keycloak", 8180),
                ports.of("postgresql", 15432),
                ports.of("kafka", 19092),
                ports.of("controller", 19093),
                ports.of("s3", 19000),
                ports.of("evm", 8545));
    }

    public URI portalUrl() {
        return local(portal);
    }

    public URI sitesUrl() {
        return local(sites);
    }

    public URI billingUrl() {
        return local(billing);
    }

    public URI edgeUrl() {
        return local(edge);
    }

    public URI gatewayUrl() {
        return local(gateway);
    }

    public URI keycloakUrl() {
        return EmbeddedKeycloak.base(keycloak);
    }

    public String s3Url() {
        return EmbeddedS3.endpoint(s3);
    }

    public URI evmUrl() {
        return EmbeddedEvm.uri(evm);
    }

    public String kafkaBootstrap() {
        return "127.0.0.1:" + kafka;
    }

    /** Where a site answers visitors. */
    public URI site(String name) {
        return URI.create("http://" + name + ".localhost:" + edge + "/");
    }

    private static URI local(int port) {
        return URI.create("http://localhost:" + port);
    }
}
