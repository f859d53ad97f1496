package io.peerhost.devstack.cli;

import io.peerhost.devstack.machine.SystemPackages;
import io.peerhost.devstack.part.ProjectFolder;
import io.peerhost.devstack.stack.Home;
import io.peerhost.devstack.suite.SuiteRun;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.List;

/** {@code test}: installs what tests need, starts one test stack, runs all suites or those of some modules. */
final class TestCommand {
    private final ProjectFolder project;
    private final PrintStream out;

    TestCommand(ProjectFolder project, PrintStream out) {
        this.project = project;
        this.out = out;
    }

    int run(List<String> modules) throws IOException, InterruptedException {
        for (String module : modules) requireModule(module);
        Home home = Home.of(project);
        out.println("Packages: "
                + SystemPackages.forTheTests().install(home.log("packages")).detail());
        long start = System.nanoTime();
        out.println(
                "Starting the parts for the tests; everything Maven says is in the files test*.log of " + home.logs());
        int code = new SuiteRun(project, home.log("test"), out).run(modules);
        long seconds = (System.nanoTime() - start) / 1_000_000_000;
        System.err.printf("%s in %d min %d s%n", code == 0 ? "Passed" : "Failed", seconds / 60, seconds % 60);
        return code;
    }

    private void requireModule(String module) {
        if (!module.isBlank() && Files.exists(project.resolve(module).resolve("pom.xml"))) return;
        throw new IllegalArgumentException("There is no module " + module
                + ": name folders that hold a pom.xml, such as billing or site-hosting/edge.");
    }
}
