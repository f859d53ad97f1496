package io.peerhost.bench.stack;

import io.peerhost.bench.result.Figure;
import io.peerhost.bench.result.Results;
import io.peerhost.bench.result.Samples;
import io.peerhost.devstack.product.Product;
import io.peerhost.devstack.product.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;

/** What benches work with: a product of their own, started when the first needs it, a folder, and where figures go. */
public final class Workbench implements AutoCloseable {
    private final Path project;
    private final Path folder;
    private final Results results;
    private final String commit;
    private Product product;
    private Status status;

    /** @param project the folder that holds {@code peerhost} */
    public Workbench(Path project) throws IOException, InterruptedException {
        this.project = project;
        this.folder = Files.createDirectories(project.resolve("bench/target/work"));
        this.results = new Results(project.resolve("bench"));
        this.commit = Shell.run(project, Duration.ofSeconds(10), "git", "rev-parse", "--short", "HEAD")
                .strip();
    }

    public Path folder() {
        return folder;
    }

    public Path project() {
        return project;
    }

    /** A product that runs, made as {@code ./peerhost up} makes it. */
    public Status status() throws IOException, InterruptedException {
        if (status == null) {
            say("starting a stack");
            product = new Product(
                    project,
                    project.resolve("bench/target/stack"),
                    Map.of("PEERHOST_BUILT", "true", "PEERHOST_AOT", "learn"));
            status = product.up();
        }
        return status;
    }

    public Product product() throws IOException, InterruptedException {
        status();
        return product;
    }

    public void say(String line) {
        System.out.println("bench: " + line);
    }

    /** Against a peer measured in the same run. */
    public void record(String bench, Samples ours, Samples peer, String peerName, String unit, boolean moreIsBetter)
            throws IOException {
        double ratio = moreIsBetter ? ours.median() / peer.median() : peer.median() / ours.median();
        add(new Figure(
                bench,
                ours.median(),
                peer.median(),
                peerName,
                unit,
                ratio,
                ours.spread(),
                today(),
                commit,
                command(bench)));
    }

    /** Against a goal, less being better. */
    public void recordAgainstGoal(String bench, double ours, Double spread, String unit, double goal)
            throws IOException {
        add(new Figure(bench, ours, goal, "goal", unit, goal / ours, spread, today(), commit, command(bench)));
    }

    private void add(Figure figure) throws IOException {
        results.add(figure);
        say(String.format(
                Locale.ROOT,
                "%s: %.2f %s, %s %.2f, ratio %.2f",
                figure.bench(),
                figure.ours(),
                figure.unit(),
                figure.peerName(),
                figure.peer(),
                figure.ratio()));
    }

    private static LocalDate today() {
        return LocalDate.now(Clock.systemUTC());
    }

    private static String command(String bench) {
        return "./peerhost bench " + bench;
    }

    /** Ends the stack that was started. */
    @Override
    public void close() {
        try {
            if (product != null) product.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
