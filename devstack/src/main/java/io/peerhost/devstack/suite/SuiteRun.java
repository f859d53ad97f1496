package io.peerhost.devstack.suite;

import io.peerhost.devstack.part.ProjectFolder;
import io.peerhost.devstack.teststack.TestStack;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs tests through Maven against one test stack in this process, which ends with it. */
public final class SuiteRun {
    private final ProjectFolder project;
    private final Path log;
    private final PrintStream out;

    public SuiteRun(ProjectFolder project, Path log, PrintStream out) {
        this.project = project;
        this.log = log;
        this.out = out;
    }

    /** @param modules folders of the modules to test, none for all. @return 0 when every test passed */
    public int run(List<String> modules) throws IOException, InterruptedException {
        var report = new SuiteReport();
        int built = 0;
        try (var full = new PrintWriter(Files.newBufferedWriter(log), true)) {
            if (!modules.isEmpty()) {
                // All of it, for the black box tests start all of it.
                built = maven(List.of("install", "-Dmaven.test.skip=true"), report, full);
            }
            if (built == 0) {
                // Every suite is run, also after one that failed; what failed is counted here.
                var arguments = new ArrayList<>(List.of("verify", "-fae", "-Dmaven.test.failure.ignore=true"));
                if (!modules.isEmpty()) {
                    arguments.addAll(List.of("-pl", named(modules)));
                }
                built = maven(arguments, report, full);
            }
        }
        out.println();
        report.closing().forEach(out::println);
        return built == 0 && report.total().good() ? 0 : 1;
    }

    private static String named(List<String> modules) {
        return String.join(",", modules);
    }

    private int maven(List<String> arguments, SuiteReport report, PrintWriter full)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(project.resolve("mvnw").toString(), "-B"));
        command.addAll(arguments);
        var builder =
                new ProcessBuilder(command).directory(project.root().toFile()).redirectErrorStream(true);
        builder.environment().putAll(parts());
        Process maven = builder.start();
        Thread end = new Thread(maven::destroy);
        Runtime.getRuntime().addShutdownHook(end);
        try (BufferedReader lines = maven.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                full.println(line);
                if (report.accept(line)) {
                    out.println(line);
                }
            }
        }
        int code = maven.waitFor();
        Runtime.getRuntime().removeShutdownHook(end);
        return code;
    }

    /** The running parts, for every test of the suite; and the word that programs are being built right now. */
    private Map<String, String> parts() {
        return Map.of(
                "PEERHOST_TEST_POSTGRES", TestStack.postgresql().toString(),
                "PEERHOST_TEST_KAFKA", TestStack.kafka(),
                "PEERHOST_TEST_S3", TestStack.s3().endpoint(),
                "PEERHOST_TEST_EVM", TestStack.evm().toString(),
                "PEERHOST_TEST_KEYCLOAK", TestStack.keycloak().toString(),
                "PEERHOST_IMAGES", project.resolve(".peerhost/images").toString(),
                "PEERHOST_BUILT", "true",
                "PEERHOST_LAUNCHER", System.getProperty("peerhost.launcher", ""),
                "JAVA_HOME", System.getProperty("java.home"));
    }
}
