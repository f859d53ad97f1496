package io.peerhost.devstack.plan;

import io.peerhost.devstack.part.ProjectFolder;
import io.peerhost.devstack.process.AotCaches;
import io.peerhost.devstack.process.PortReservations;
import io.peerhost.devstack.process.Probe;
import io.peerhost.devstack.service.Addresses;
import io.peerhost.devstack.service.JavaProgram;
import io.peerhost.devstack.service.ServiceSettings;
import io.peerhost.devstack.stack.Home;
import io.peerhost.devstack.step.Outcome;
import io.peerhost.devstack.step.Step;
import io.peerhost.devstack.step.StepGraph;
import io.peerhost.devstack.supervise.ProcessPart;
import io.peerhost.devstack.supervise.Roster;
import java.net.URI;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The product's own services. */
final class ServiceSteps {
    private final ProjectFolder project;
    private final Home home;
    private final Addresses addresses;
    private final ServiceSettings settings;
    private final Foundations foundations;
    private final Roster roster;
    private final AotCaches caches;
    private final PortReservations reservations;

    ServiceSteps(
            ProjectFolder project,
            Home home,
            Addresses addresses,
            ServiceSettings settings,
            Foundations foundations,
            Roster roster,
            AotCaches caches,
            PortReservations reservations) {
        this.project = project;
        this.home = home;
        this.addresses = addresses;
        this.settings = settings;
        this.foundations = foundations;
        this.roster = roster;
        this.caches = caches;
        this.reservations = reservations;
    }

    /**
     * Two cores start two programs as fast as they can: those the demo waits for go first, billing when the marketplace has no
     * more need of both. Edge and gateway ask for their tokens when they need one, so they need not wait for Keycloak; the
     * marketplace is told their keys.
     */
    void addTo(StepGraph graph) {
        graph.add(Step.of("edge", this::edge, "build", "topics"));
        graph.add(Step.of("sftp-gateway", this::gateway, "build"));
        graph.add(Step.of(
                "marketplace",
                () -> web(JavaProgram.MARKETPLACE, addresses.portalUrl(), this::marketplace),
                "build",
                "keycloak",
                "topics",
                "contracts",
                "edge",
                "sftp-gateway"));
        graph.add(Step.of(
                "sites",
                () -> web(JavaProgram.SITES, addresses.sitesUrl(), settings::sites),
                "build",
                "keycloak",
                "topics",
                "s3"));
        graph.add(Step.of(
                "billing",
                () -> web(JavaProgram.BILLING, addresses.billingUrl(), () -> settings.billing(foundations.contracts())),
                "build",
                "contracts",
                "marketplace"));
    }

    private Map<String, String> marketplace() {
        var given = settings.marketplace(foundations.contracts());
        // Sellers fetch their agent from the portal.
        given.put("AGENT_PROGRAM", project.resolve("provider-agent/target").toString());
        return given;
    }

    private Outcome edge() {
        reservations.release(addresses.tunnel());
        return web(JavaProgram.EDGE, addresses.edgeUrl(), settings::edge);
    }

    private Outcome web(JavaProgram program, URI url, Supplier<Map<String, String>> environment) {
        URI ready = url.resolve("/health/ready");
        reservations.release(url.getPort());
        return start(program, url.toString(), environment, () -> Probe.answers(ready));
    }

    private Outcome gateway() {
        String address = "localhost:" + addresses.sftp();
        reservations.release(addresses.sftp(), addresses.gateway());
        return start(JavaProgram.GATEWAY, address, settings::gateway, () -> Probe.listens(addresses.sftp()));
    }

    private Outcome start(
            JavaProgram program, String url, Supplier<Map<String, String>> environment, BooleanSupplier ready) {
        roster.start(new ProcessPart(
                program.name(), url, () -> program.start(project, home, caches, environment.get(), ready)));
        return Outcome.done(url);
    }
}
