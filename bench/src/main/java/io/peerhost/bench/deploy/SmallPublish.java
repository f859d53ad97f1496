package io.peerhost.bench.deploy;

import io.peerhost.bench.Bench;
import io.peerhost.bench.result.Samples;
import io.peerhost.bench.stack.Renter;
import io.peerhost.bench.stack.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A site of ten files: from the client's last byte to the first visitor who gets it. */
public final class SmallPublish implements Bench {
    private static final int RUNS = 20;

    @Override
    public String name() {
        return "publish-small-p95-ms";
    }

    @Override
    public void run(Workbench workbench) throws IOException, InterruptedException {
        Renter renter = new Renter(workbench);
        String site = renter.site("small", "STATIC", 20, 64);
        Samples waits = new Samples();
        for (int i = -2; i < RUNS; i++) {
            String mark = "release " + i + " of " + System.nanoTime();
            Path files = Files.createDirectories(renter.folder().resolve("files"));
            for (int file = 1; file < 10; file++)
                Files.writeString(files.resolve("page-" + file + ".html"), mark + " page " + file);
            Files.writeString(files.resolve("index.html"), mark);
            CompletableFuture<Long> seen = CompletableFuture.supplyAsync(() -> {
                try {
                    renter.visible(site, "/", mark);
                    return System.nanoTime();
                } catch (IOException | InterruptedException e) {
                    throw new CompletionException(e);
                }
            });
            renter.sftp("put -r files/. /" + site + "\n");
            long sent = System.nanoTime();
            double wait = Math.max(0, (seen.join() - sent) / 1e6);
            workbench.say(name() + ": " + Math.round(wait) + " ms");
            if (i >= 0) waits.add(wait);
        }
        workbench.recordAgainstGoal(
                name(), waits.quantile(0.95), waits.spread(), "ms after the client's end, p95 of 20", 300);
    }
}
