package io.peerhost.devstack.cli;

import io.peerhost.devstack.machine.Programs;
import io.peerhost.devstack.machine.SystemPackages;
import io.peerhost.devstack.part.ProjectFolder;
import io.peerhost.devstack.stack.Home;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** {@code bench}: builds the bench's program and runs it. */
final class BenchCommand {
    private static final String JAR = "bench/target/peerhost-bench.jar";

    private final ProjectFolder project;
    private final Home home;
    private final PrintStream out;

    BenchCommand(ProjectFolder project, Home home, PrintStream out) {
        this.project = project;
        this.home = home;
        this.out = out;
    }

    int run(List<String> names) throws IOException, InterruptedException {
        out.println("Packages: "
                + SystemPackages.forTheBenches().install(home.log("packages")).detail());
        out.println("Building the benches");
        new Programs(project).build(home.log("build"));
        List<String> build = List.of(
                project.resolve("mvnw").toString(),
                "-q",
                "install",
                "-pl",
                "bench",
                "-Dmaven.test.skip=true",
                "-Dspotless.check.skip=true");
        int built = inFront(build);
        if (built != 0) {
            return built;
        }
        var command = new ArrayList<>(List.of(
                ProjectFolder.java(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                project.resolve(JAR).toString()));
        command.addAll(names);
        return inFront(command);
    }

    private int inFront(List<String> command) throws IOException, InterruptedException {
        var builder =
                new ProcessBuilder(command).directory(project.root().toFile()).inheritIO();
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder.start().waitFor();
    }
}
