package io.peerhost.bench.deploy;

import io.peerhost.bench.Bench;
import io.peerhost.bench.peer.OpenSsh;
import io.peerhost.bench.result.Samples;
import io.peerhost.bench.stack.Renter;
import io.peerhost.bench.stack.Shell;
import io.peerhost.bench.stack.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** One stream of 1 GB up and down with OpenSSH's client, to our gateway and to OpenSSH's own server. */
public final class SftpStream implements Bench {
    private static final int RUNS = 5;
    private static final int MIB = 1024;

    @Override
    public String name() {
        return "sftp-one-stream";
    }

    @Override
    public void run(Workbench workbench) throws IOException, InterruptedException {
        Renter renter = new Renter(workbench);
        String site = renter.site("stream", "STATIC", 20, 2 * MIB);
        Path work = renter.folder();
        Shell.run(
                work, Duration.ofMinutes(1), "dd", "if=/dev/urandom", "of=big", "bs=1M", "count=" + MIB, "status=none");
        Path there = Files.createDirectories(work.resolve("there"));
        Samples ours = new Samples();
        Samples peer = new Samples();
        try (OpenSsh sshd = OpenSsh.start(workbench.folder(), renter.publicKey())) {
            String them = System.getProperty("user.name") + "@127.0.0.1";
            for (int run = -1; run < RUNS; run++) {
                double us =
                        renter.sftp("put big /" + site + "/big\nget /" + site + "/big back\nrm /" + site + "/big\n");
                Shell.run(work, Duration.ofMinutes(1), "cmp", "big", "back");
                double other = OpenSsh.sftp(
                        work,
                        renter.key(),
                        them,
                        sshd.port(),
                        "put big " + there.resolve("big") + "\nget " + there.resolve("big") + " back\nrm "
                                + there.resolve("big") + "\n");
                workbench.say(name() + ": " + us + " s / " + other + " s" + (run < 0 ? " (warm-up)" : ""));
                if (run < 0) continue;
                ours.add(2 * MIB / us);
                peer.add(2 * MIB / other);
            }
        } finally {
            Files.deleteIfExists(work.resolve("big"));
            Files.deleteIfExists(work.resolve("back"));
        }
        workbench.record(name(), ours, peer, OpenSsh.version(), "MiB/s up and down", true);
    }
}
