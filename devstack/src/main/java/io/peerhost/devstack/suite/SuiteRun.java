package io.peerhost.devstack.suite;

import io.peerhost.devstack.part.ProjectFolder;
import io.peerhost.devstack.teststack.TestStack;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Runs tests through Maven against one test stack in this process, which ends with it. All of them go in two lanes side by side, for
 * much of a test is waiting; the black box ones, which start all of the product, come last in each, with a product each.
 */
public final class SuiteRun {
    /** One lane; what is not named here goes in the other, so that no new module is forgotten. */
    private static final List<String> LANE =
            List.of("protocol", "messaging", "devstack", "sftp-gateway", "provider-agent", "site-hosting/edge");

    private static final String IMAGES = ".peerhost/images";

    private static final List<String> LAST = List.of("bench", "e2e");

    /** Tag of black box tests whose product no other class sees. */
    private static final String OWN_STACK = "own-stack";

    private final ProjectFolder project;
    private final Path log;
    private final PrintStream out;
    private final SuiteReport report = new SuiteReport();
    private CompletableFuture<Map<String, String>> parts;

    /** @param log what Maven says; of other lanes beside it */
    public SuiteRun(ProjectFolder project, Path log, PrintStream out) {
        this.project = project;
        this.log = log;
        this.out = out;
    }

    /** @param modules folders of the modules to test, none for all. @return 0 when every test passed */
    public int run(List<String> modules) {
        // All of it, for the black box tests start all of it; the parts start meanwhile.
        parts = CompletableFuture.supplyAsync(SuiteRun::parts);
        boolean whole = maven(log, List.of("install", "-Dmaven.test.skip=true"), Map.of());
        if (whole) {
            whole = modules.isEmpty() ? all() : test(log, modules);
        }
        out.println();
        report.closing().forEach(out::println);
        return whole && report.total().good() ? 0 : 1;
    }

    /** Begins to build the pod images, or looks that they are there: tests that need them come late, and wait. */
    private Process images() {
        var builder = new ProcessBuilder(
                        ProjectFolder.java(),
                        "-jar",
                        project.resolve("provider-agent/target/peerhost-provider-agent.jar")
                                .toString(),
                        "images")
                .redirectErrorStream(true)
                .redirectOutput(beside("images").toFile());
        builder.environment()
                .putAll(Map.of(
                        "IMAGE_STORE", project.resolve(IMAGES).toString(),
                        "DATA_DIR", project.resolve(IMAGES).toString(),
                        "PORTAL_URL", "http://localhost"));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("The pod images cannot be built", e);
        }
    }

    private boolean all() {
        var others = new ArrayList<String>();
        for (List<String> named : List.of(LANE, LAST)) named.forEach(module -> others.add("!" + module));
        Process images = images();
        try {
            // Every suite is run, also after one that failed; what failed is counted in the report.
            return maven(beside("compile"), List.of("test-compile", "-pl", "e2e"), Map.of())
                    & atOnce(List.of(
                            () -> test(beside("lane"), LANE)
                                    & test(beside("own"), List.of("e2e"), "-Dgroups=" + OWN_STACK),
                            () -> test(beside("others"), others)
                                    & test(beside("last"), LAST, "-DexcludedGroups=" + OWN_STACK)));
        } finally {
            images.descendants().forEach(ProcessHandle::destroy);
            images.destroy();
        }
    }

    /** Whether all lanes were whole; all of them are run to their ends. */
    private static boolean atOnce(List<Supplier<Boolean>> lanes) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return lanes.stream().map(lane -> CompletableFuture.supplyAsync(lane, threads)).toList().stream()
                    .map(lane -> joined(lane, "A lane of tests broke"))
                    .reduce(true, Boolean::logicalAnd);
        }
    }

    private static <T> T joined(CompletableFuture<T> work, String failure) {
        try {
            return work.join();
        } catch (CompletionException e) {
            throw new IllegalStateException(failure + ": " + e.getCause().getMessage(), e);
        }
    }

    private Path beside(String lane) {
        return log.resolveSibling("test-" + lane + ".log");
    }

    private boolean test(Path full, List<String> modules, String... more) {
        // Everything was built and checked before.
        var arguments = new ArrayList<>(List.of("test", "-fae", "-Dmaven.test.failure.ignore=true"));
        arguments.addAll(List.of("-Dspotless.check.skip=true", "-pl", String.join(",", modules)));
        arguments.addAll(List.of(more));
        return maven(full, arguments, joined(parts, "The parts for the tests did not start"));
    }

    private boolean maven(Path full, List<String> arguments, Map<String, String> settings) {
        var own = new SuiteReport();
        try (var all = new PrintWriter(Files.newBufferedWriter(full), true)) {
            return maven(arguments, settings, own, all) == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while testing", e);
        } finally {
            report.add(own);
        }
    }

    private int maven(List<String> arguments, Map<String, String> settings, SuiteReport own, PrintWriter all)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(project.resolve("mvnw").toString(), "-B"));
        command.addAll(arguments);
        var builder =
                new ProcessBuilder(command).directory(project.root().toFile()).redirectErrorStream(true);
        builder.environment().putAll(settings);
        builder.environment().put("PEERHOST_IMAGES", project.resolve(IMAGES).toString());
        // Programs are being built right now.
        builder.environment().put("PEERHOST_BUILT", "true");
        builder.environment().put("PEERHOST_LAUNCHER", System.getProperty("peerhost.launcher", ""));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process maven = builder.start();
        Thread end = new Thread(maven::destroy);
        Runtime.getRuntime().addShutdownHook(end);
        try (BufferedReader lines = maven.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                all.println(line);
                if (own.accept(line)) {
                    out.println(line);
                }
            }
        }
        int code = maven.waitFor();
        Runtime.getRuntime().removeShutdownHook(end);
        return code;
    }

    /** The running parts, for every test of the suite. */
    private static Map<String, String> parts() {
        return Map.of(
                "PEERHOST_TEST_POSTGRES", TestStack.postgresql().toString(),
                "PEERHOST_TEST_KAFKA", TestStack.kafka(),
                "PEERHOST_TEST_S3", TestStack.s3().endpoint(),
                "PEERHOST_TEST_EVM", TestStack.evm().toString(),
                "PEERHOST_TEST_KEYCLOAK", TestStack.keycloak().toString());
    }
}
