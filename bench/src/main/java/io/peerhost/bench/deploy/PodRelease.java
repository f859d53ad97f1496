package io.peerhost.bench.deploy;

import io.peerhost.bench.Bench;
import io.peerhost.bench.result.Samples;
import io.peerhost.bench.stack.Renter;
import io.peerhost.bench.stack.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A PHP site: from the client's last byte to the new release answering from its pod. */
public final class PodRelease implements Bench {
    private static final int RUNS = 10;

    @Override
    public String name() {
        return "pod-release-p95-s";
    }

    @Override
    public void run(Workbench workbench) throws IOException, InterruptedException {
        Renter renter = new Renter(workbench);
        String site = renter.site("pod", "PHP", 200, 64);
        Path page = renter.folder().resolve("index.php");
        Samples waits = new Samples();
        for (int run = -1; run < RUNS; run++) {
            String mark = "pod release " + run + " " + System.nanoTime();
            Files.writeString(page, "<?php echo '" + mark + "';");
            renter.sftp("put index.php /" + site + "/index.php\n");
            double wait = renter.visible(site, "/", mark);
            workbench.say(name() + ": " + wait + " s");
            if (run >= 0) waits.add(wait);
        }
        workbench.recordAgainstGoal(
                name(), waits.quantile(0.95), waits.spread(), "s after the client's end, p95 of 10", 2);
    }
}
