package io.peerhost.devstack.plan;

import io.peerhost.chain.deploy.Deployed;
import io.peerhost.devstack.identity.EmbeddedKeycloak;
import io.peerhost.devstack.identity.Realm;
import io.peerhost.devstack.part.EmbeddedEvm;
import io.peerhost.devstack.part.EmbeddedKafka;
import io.peerhost.devstack.part.EmbeddedPostgresql;
import io.peerhost.devstack.part.EmbeddedS3;
import io.peerhost.devstack.part.ProjectFolder;
import io.peerhost.devstack.process.AotCaches;
import io.peerhost.devstack.process.PortReservations;
import io.peerhost.devstack.service.Addresses;
import io.peerhost.devstack.service.Contracts;
import io.peerhost.devstack.service.Given;
import io.peerhost.devstack.service.JavaProgram;
import io.peerhost.devstack.service.Keys;
import io.peerhost.devstack.service.ServiceSettings;
import io.peerhost.devstack.service.Topics;
import io.peerhost.devstack.stack.Home;
import io.peerhost.devstack.step.Outcome;
import io.peerhost.devstack.step.Step;
import io.peerhost.devstack.step.StepGraph;
import io.peerhost.devstack.supervise.EmbeddedPart;
import io.peerhost.devstack.supervise.ExternalPart;
import io.peerhost.devstack.supervise.Part;
import io.peerhost.devstack.supervise.ProcessPart;
import io.peerhost.devstack.supervise.Roster;
import java.nio.file.Path;
import java.util.function.Supplier;

/** The parts the services stand on: each is embedded, unless its production setting is given. */
final class Foundations {
    private final ProjectFolder project;
    private final Home home;
    private final Addresses addresses;
    private final Keys keys;
    private final Given given;
    private final ServiceSettings settings;
    private final Roster roster;
    private final AotCaches caches;
    private final PortReservations reservations;
    private volatile Deployed contracts;

    Foundations(
            ProjectFolder project,
            Home home,
            Addresses addresses,
            Keys keys,
            Given given,
            ServiceSettings settings,
            Roster roster,
            AotCaches caches,
            PortReservations reservations) {
        this.project = project;
        this.home = home;
        this.addresses = addresses;
        this.keys = keys;
        this.given = given;
        this.settings = settings;
        this.roster = roster;
        this.caches = caches;
        this.reservations = reservations;
    }

    void addTo(StepGraph graph) {
        graph.add(Step.of(
                "postgresql",
                () -> unless(
                        "postgresql",
                        "DATABASE_URL",
                        settings.databaseServer(),
                        this::postgresql,
                        addresses.postgresql())));
        graph.add(Step.of(
                "kafka",
                () -> unless(
                        "kafka",
                        "KAFKA_BOOTSTRAP",
                        settings.kafka(),
                        this::kafka,
                        addresses.kafka(),
                        addresses.controller())));
        graph.add(Step.of(
                "keycloak",
                () -> unless("keycloak", "OIDC_ISSUER", settings.keycloak(), this::keycloak, addresses.keycloak()),
                "postgresql"));
        graph.add(Step.of("s3", () -> unless("s3", "S3_ENDPOINT", settings.s3(), this::s3, addresses.s3())));
        graph.add(
                Step.of("evm", () -> unless("evm", "EVM_URL", settings.evm().toString(), this::evm, addresses.evm())));
        graph.add(Step.of("topics", this::topics, "kafka"));
        graph.add(Step.of("contracts", this::deploy, "evm"));
    }

    /** Known once the step {@code contracts} is through. */
    Deployed contracts() {
        return contracts;
    }

    private Outcome unless(String name, String setting, String url, Supplier<Part> embedded, int... ports) {
        reservations.release(ports);
        if (given.has(setting)) {
            roster.start(new ExternalPart(name, url, setting));
            return Outcome.done(url + ", by " + setting);
        }
        Part part = embedded.get();
        roster.start(part);
        return Outcome.done(part.url());
    }

    private Part postgresql() {
        Path folder = home.data("postgresql");
        int port = addresses.postgresql();
        return new EmbeddedPart(
                "postgresql",
                "postgresql://127.0.0.1:" + port,
                port,
                () -> EmbeddedPostgresql.start(project, folder, port, true),
                () -> EmbeddedPostgresql.pid(folder));
    }

    private Part kafka() {
        return new EmbeddedPart(
                "kafka",
                addresses.kafkaBootstrap(),
                addresses.kafka(),
                () -> EmbeddedKafka.start(project, home.data("kafka"), addresses.kafka(), addresses.controller()),
                () -> ProcessHandle.current().pid());
    }

    private Part keycloak() {
        var realm = new Realm(keys::client, keys::password);
        return new ProcessPart(
                "keycloak",
                addresses.keycloakUrl().toString(),
                () -> EmbeddedKeycloak.start(
                        project,
                        home.logs(),
                        addresses.keycloak(),
                        settings.database("keycloak"),
                        realm,
                        JavaProgram.flags(256),
                        caches,
                        keys.keycloakAdmin()));
    }

    private Part s3() {
        var access = new EmbeddedS3.Keys(keys.s3Access(), keys.s3Secret());
        return new ProcessPart(
                "s3",
                addresses.s3Url(),
                () -> EmbeddedS3.start(
                        project, home.data("s3"), addresses.s3(), access, JavaProgram.flags(96, true), caches));
    }

    private Part evm() {
        Path folder = home.data("evm");
        return new ProcessPart(
                "evm",
                addresses.evmUrl().toString(),
                () -> EmbeddedEvm.start(project, folder, folder.resolve("chain.json"), addresses.evm()));
    }

    private Outcome topics() throws Exception {
        int made = Topics.ensure(settings.kafka());
        return Outcome.done(made == 0 ? "there" : made + " made");
    }

    private Outcome deploy() throws Exception {
        contracts = new Contracts(settings.evm(), keys, given).ensure();
        return Outcome.done("settlement " + contracts.settlement().hex());
    }
}
