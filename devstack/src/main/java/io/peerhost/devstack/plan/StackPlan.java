package io.peerhost.devstack.plan;

import io.peerhost.devstack.identity.DemoAccount;
import io.peerhost.devstack.machine.Programs;
import io.peerhost.devstack.machine.SystemPackages;
import io.peerhost.devstack.part.ProjectFolder;
import io.peerhost.devstack.process.AotCaches;
import io.peerhost.devstack.process.FullCollection;
import io.peerhost.devstack.process.PortReservations;
import io.peerhost.devstack.product.Status;
import io.peerhost.devstack.service.Addresses;
import io.peerhost.devstack.service.Given;
import io.peerhost.devstack.service.Keys;
import io.peerhost.devstack.service.ServiceSettings;
import io.peerhost.devstack.stack.Home;
import io.peerhost.devstack.stack.PortPlan;
import io.peerhost.devstack.stack.RunningProcess;
import io.peerhost.devstack.stack.Secrets;
import io.peerhost.devstack.stack.StackState;
import io.peerhost.devstack.step.Outcome;
import io.peerhost.devstack.step.Step;
import io.peerhost.devstack.step.StepGraph;
import io.peerhost.devstack.supervise.Findings;
import io.peerhost.devstack.supervise.Roster;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** What {@code up} does, step by step, and what hangs on what. */
public final class StackPlan {
    private final ProjectFolder project;
    private final Home home;
    private final Given given;
    private final Keys keys;
    private final PortReservations reservations = new PortReservations();
    private final Addresses addresses;
    private final boolean fresh;

    public StackPlan(ProjectFolder project, Home home, Given given) {
        this.project = project;
        this.home = home;
        this.given = given;
        this.fresh = Files.notExists(home.file("secrets"));
        this.keys = new Keys(new Secrets(home.file("secrets")));
        this.addresses = Addresses.of(new PortPlan(home.file("ports"), reservations::hold));
    }

    /** The stack before anything runs. */
    public StackState blank() {
        return new StackState(
                RunningProcess.of(ProcessHandle.current()),
                StackState.Phase.STARTING,
                0,
                List.of(),
                List.of(),
                addresses.portalUrl(),
                addresses.edgeUrl(),
                "localhost:" + addresses.sftp(),
                List.of(),
                accounts(),
                List.of());
    }

    /** All steps. */
    public StepGraph graph(Roster roster, Findings findings) {
        var settings = new ServiceSettings(home, addresses, keys, given, project.resolve(".peerhost/images"));
        var caches = new AotCaches(
                project.cache().resolve("aot"),
                given.get("PEERHOST_AOT").orElse("use").equals("learn"));
        var foundations =
                new Foundations(project, home, addresses, keys, given, settings, roster, caches, reservations);
        var services = new ServiceSteps(project, home, addresses, settings, foundations, roster, caches, reservations);
        var graph = new StepGraph();
        graph.add(Step.of("packages", () -> SystemPackages.forTheStack().install(home.log("packages"))));
        graph.add(Step.of("build", () -> new Programs(project).build(home.log("build"))));
        foundations.addTo(graph);
        services.addTo(graph);
        new DemoSteps(project, home, addresses, settings, accounts(), roster, caches, findings).addTo(graph);
        if (fresh) {
            // Making databases and a realm fills heaps and compiles code that nobody needs again.
            graph.add(new Step("memory", Set.copyOf(graph.names()), () -> giveBack(roster)));
        }
        return graph;
    }

    private Outcome giveBack(Roster roster) {
        var collection = new FullCollection(home.root(), home.log("memory"));
        roster.parts().stream()
                .flatMap(part -> ProcessHandle.of(part.pid()).stream())
                .forEach(collection::of);
        return Outcome.done("what starting took is given back");
    }

    /** None where another Keycloak has them and nobody told their passwords: the demo is left out then. */
    private List<Status.Account> accounts() {
        boolean known = Stream.of(DemoAccount.values())
                .allMatch(account -> given.has("PASSWORD_" + account.username().toUpperCase(Locale.ROOT)));
        if (given.has("OIDC_ISSUER") && !known) {
            return List.of();
        }
        return Stream.of(DemoAccount.values())
                .map(account ->
                        new Status.Account(account.username(), account.role(), keys.password(account.username())))
                .toList();
    }
}
