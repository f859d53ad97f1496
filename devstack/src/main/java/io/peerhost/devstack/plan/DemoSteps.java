package io.peerhost.devstack.plan;

import io.peerhost.devstack.demo.Demo;
import io.peerhost.devstack.identity.DemoAccount;
import io.peerhost.devstack.part.ProjectFolder;
import io.peerhost.devstack.process.AotCaches;
import io.peerhost.devstack.product.Status;
import io.peerhost.devstack.service.Addresses;
import io.peerhost.devstack.service.JavaProgram;
import io.peerhost.devstack.service.ServiceSettings;
import io.peerhost.devstack.stack.Home;
import io.peerhost.devstack.step.Outcome;
import io.peerhost.devstack.step.Step;
import io.peerhost.devstack.step.StepGraph;
import io.peerhost.devstack.supervise.Findings;
import io.peerhost.devstack.supervise.ProcessPart;
import io.peerhost.devstack.supervise.Roster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Two sellers and two sites, put there through the doors every user has. */
final class DemoSteps {
    private final ProjectFolder project;
    private final Home home;
    private final ServiceSettings settings;
    private final List<Status.Account> accounts;
    private final Roster roster;
    private final AotCaches caches;
    private final Findings findings;
    private final Demo demo;
    private volatile String podsMissing;

    DemoSteps(
            ProjectFolder project,
            Home home,
            Addresses addresses,
            ServiceSettings settings,
            List<Status.Account> accounts,
            Roster roster,
            AotCaches caches,
            Findings findings) {
        this.project = project;
        this.home = home;
        this.settings = settings;
        this.accounts = accounts;
        this.roster = roster;
        this.caches = caches;
        this.findings = findings;
        this.demo = new Demo(project, home, addresses, settings.issuer());
    }

    void addTo(StepGraph graph) {
        if (accounts.isEmpty()) {
            return;
        }
        for (DemoAccount seller : DemoAccount.sellers()) {
            String name = "agent-" + seller.username();
            graph.add(Step.of(name, () -> agent(name, account(seller)), "marketplace", "packages"));
            graph.add(Step.of("offer-" + seller.username(), () -> demo.offer(account(seller)), name));
        }
        graph.add(Step.of("images", this::images, "build", "packages"));
        graph.add(Step.of("renter", () -> demo.renter(account(DemoAccount.ALICE)), "marketplace", "packages"));
        for (Demo.Site site : Demo.Site.values()) {
            var needed =
                    new ArrayList<>(List.of("renter", "offer-sam", "offer-sofia", "sites", "edge", "sftp-gateway"));
            if (site.needsPods()) {
                needed.add("images");
            }
            graph.add(Step.of("site-" + site.siteName(), () -> site(site), needed.toArray(String[]::new)));
        }
    }

    private Outcome agent(String name, Status.Account seller) throws Exception {
        Path token = demo.enrolmentToken(name, seller);
        var program = JavaProgram.agent(name);
        roster.start(new ProcessPart(
                name, null, () -> program.start(project, home, caches, settings.agent(name, token), () -> true)));
        demo.awaitAgent(name, seller);
        return Outcome.done("enrolled by " + seller.name());
    }

    /** Builds what pods run from, once a machine; without podman the sellers host static sites. */
    private Outcome images() {
        try {
            JavaProgram.agent("images")
                    .finish(project, home, List.of("images"), settings.agent("images", home.file("none")));
            return Outcome.done("there");
        } catch (IllegalStateException e) {
            podsMissing = e.getMessage().lines().skip(1).findFirst().orElse(e.getMessage());
            return Outcome.leftOut("no pods here: " + podsMissing);
        }
    }

    private Outcome site(Demo.Site site) throws Exception {
        if (site.needsPods() && podsMissing != null) {
            return Outcome.leftOut("no pods here: " + podsMissing);
        }
        if (site.needsPods()) {
            demo.awaitPods(account(DemoAccount.sellers().getFirst()));
        }
        Status.DemoSite answering = demo.deploy(site, account(DemoAccount.ALICE));
        findings.found(answering);
        return Outcome.done(answering.url().toString());
    }

    private Status.Account account(DemoAccount wanted) {
        return accounts.stream()
                .filter(account -> account.name().equals(wanted.username()))
                .findFirst()
                .orElseThrow();
    }
}
