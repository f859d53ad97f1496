package io.peerhost.bench.edge;

import io.peerhost.bench.Bench;
import io.peerhost.bench.peer.Nginx;
import io.peerhost.bench.peer.Wrk;
import io.peerhost.bench.result.Samples;
import io.peerhost.bench.stack.Renter;
import io.peerhost.bench.stack.Workbench;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A 10 KB file, warm, from the edge and from nginx. */
public final class StaticFile implements Bench {
    private static final int RUNS = 5;
    private static final int SECONDS = 4;

    @Override
    public String name() {
        return "edge-static-10k";
    }

    @Override
    public void run(Workbench workbench) throws IOException, InterruptedException {
        Renter renter = new Renter(workbench);
        Path files = Files.createDirectories(renter.folder().resolve("files"));
        byte[] content = new byte[10_240];
        new Random(1).nextBytes(content);
        Files.write(files.resolve("file.bin"), content);
        Files.writeString(files.resolve("index.html"), "ready");
        String site = renter.site("static", "STATIC", 20, 64);
        renter.sftp("put -r files/. /" + site + "\n");
        renter.visible(site, "/", "ready");
        Samples ours = new Samples();
        Samples peer = new Samples();
        try (Nginx nginx = Nginx.serving(workbench.folder(), files)) {
            URI ourUrl = renter.url("/file.bin");
            URI peerUrl = URI.create("http://127.0.0.1:" + nginx.port() + "/file.bin");
            for (int i = -2; i < RUNS; i++) {
                double us = Wrk.requestsPerSecond(ourUrl, renter.host(site), 64, SECONDS);
                double them = Wrk.requestsPerSecond(peerUrl, "localhost", 64, SECONDS);
                workbench.say(name() + ": " + us + " / " + them + (i < 0 ? " (warm-up)" : ""));
                if (i < 0) continue;
                ours.add(us);
                peer.add(them);
            }
        }
        workbench.record(name(), ours, peer, Nginx.version(), "requests/s", true);
    }
}
