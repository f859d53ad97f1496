package io.peerhost.bench.edge;

import io.peerhost.bench.Bench;
import io.peerhost.bench.peer.Nginx;
import io.peerhost.bench.peer.PodAddress;
import io.peerhost.bench.peer.Wrk;
import io.peerhost.bench.result.Samples;
import io.peerhost.bench.stack.Renter;
import io.peerhost.bench.stack.Shell;
import io.peerhost.bench.stack.Workbench;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/**
 * A file that a pod answers with, through edge, TLS tunnel and agent; beside it the same pod through nginx as a proxy to an https
 * upstream, which is an nginx at the seller's that ends TLS and passes on to the pod. Both keep their connections.
 */
public final class TunnelPod implements Bench {
    private static final int RUNS = 5;
    private static final int SECONDS = 4;

    @Override
    public String name() {
        return "edge-tunnel-pod";
    }

    @Override
    public void run(Workbench workbench) throws IOException, InterruptedException {
        Renter renter = new Renter(workbench);
        String site = renter.site("tunnel", "PHP", 700, 64);
        put(renter, site);
        Path work = workbench.folder();
        try (Nginx origin = Nginx.terminating(
                        work, certificate(work), work.resolve("tls.key"), PodAddress.of(renter.lease(site)));
                Nginx proxy = Nginx.proxying(work, origin.port(), renter.host(site))) {
            measure(workbench, renter, site, proxy, "/10k.bin", name());
            measure(workbench, renter, site, proxy, "/1k.bin", name() + "-1k");
        }
    }

    private static void put(Renter renter, String site) throws IOException, InterruptedException {
        Path files = Files.createDirectories(renter.folder().resolve("files"));
        Random random = new Random(1);
        for (int kib : new int[] {1, 10}) {
            byte[] content = new byte[kib * 1024];
            random.nextBytes(content);
            Files.write(files.resolve(kib + "k.bin"), content);
        }
        Files.writeString(files.resolve("index.php"), "<?php echo 'ready';");
        renter.sftp("put -r files/. /" + site + "\n");
        renter.visible(site, "/", "ready");
    }

    private static void measure(Workbench workbench, Renter renter, String site, Nginx proxy, String path, String bench)
            throws IOException, InterruptedException {
        Samples ours = new Samples();
        Samples peer = new Samples();
        URI peerUrl = URI.create("http://127.0.0.1:" + proxy.port() + path);
        for (int i = -3; i < RUNS; i++) {
            double us = Wrk.requestsPerSecond(renter.url(path), renter.host(site), 64, SECONDS);
            double them = Wrk.requestsPerSecond(peerUrl, renter.host(site), 64, SECONDS);
            workbench.say(bench + ": " + us + " / " + them + (i < 0 ? " (warm-up)" : ""));
            if (i < 0) continue;
            ours.add(us);
            peer.add(them);
        }
        workbench.record(bench, ours, peer, Nginx.version() + " to https upstream", "requests/s", true);
    }

    private static Path certificate(Path work) throws IOException, InterruptedException {
        Path certificate = work.resolve("tls.crt");
        Shell.run(
                work,
                Duration.ofSeconds(20),
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=origin",
                "-keyout",
                work.resolve("tls.key").toString(),
                "-out",
                certificate.toString());
        return certificate;
    }
}
