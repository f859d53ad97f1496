package io.peerhost.devstack.cli;

import io.peerhost.devstack.part.ProjectFolder;
import io.peerhost.devstack.plan.StackPlan;
import io.peerhost.devstack.service.Given;
import io.peerhost.devstack.stack.Home;
import io.peerhost.devstack.supervise.Findings;
import io.peerhost.devstack.supervise.Roster;
import io.peerhost.devstack.supervise.Supervisor;
import java.time.Clock;
import java.util.concurrent.Executors;

/** The process that stays: started by {@code up}, it holds the embedded parts and looks after the others. */
final class Supervise {
    private Supervise() {}

    static int run(ProjectFolder project, Home home) throws Exception {
        var roster = new Roster(Clock.systemUTC());
        var findings = new Findings();
        var plan = new StackPlan(project, home, Given.here());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            new Supervisor(home, roster, plan.blank()).run(plan.graph(roster, findings), threads, findings);
        }
        return 0;
    }
}
