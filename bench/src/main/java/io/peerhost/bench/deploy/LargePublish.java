package io.peerhost.bench.deploy;

import io.peerhost.bench.Bench;
import io.peerhost.bench.result.Samples;
import io.peerhost.bench.stack.Renter;
import io.peerhost.bench.stack.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A site of 12,000 files, whole and then with one of them changed: from the client's end to visible. */
public final class LargePublish implements Bench {
    private static final int FILES = 12_000;
    private static final int RUNS = 5;

    @Override
    public String name() {
        return "publish-12000-files-s";
    }

    @Override
    public void run(Workbench workbench) throws IOException, InterruptedException {
        Renter renter = new Renter(workbench);
        Samples whole = new Samples();
        Samples one = new Samples();
        for (int run = 0; run < RUNS; run++) {
            String site = renter.site("large" + run, "STATIC", 20, 256);
            String mark = "large " + run + " " + System.nanoTime();
            Path files = Files.createDirectories(renter.folder().resolve("large" + run));
            for (int i = 0; i < FILES; i++) {
                Path folder = files.resolve("d" + i / 200);
                if (i % 200 == 0) Files.createDirectories(folder);
                Files.writeString(folder.resolve("f" + i + ".txt"), mark + " file " + i + "\n".repeat(100));
            }
            Files.writeString(files.resolve("index.html"), mark);
            double sent = renter.sftp("put -r large" + run + "/. /" + site + "\n");
            double seen = renter.visible(site, "/", mark);
            renter.visible(site, "/d59/f11999.txt", "file 11999");
            Files.writeString(renter.folder().resolve("changed.html"), mark + " changed");
            renter.sftp("put changed.html /" + site + "/index.html\n");
            double changed = renter.visible(site, "/", mark + " changed");
            workbench.say(
                    "12,000 files: sent " + sent + " s, visible " + seen + " s after; one changed " + changed + " s");
            whole.add(seen);
            one.add(changed);
        }
        workbench.recordAgainstGoal(name(), whole.median(), whole.spread(), "s after the client's end", 10);
        workbench.recordAgainstGoal(
                "publish-one-changed-of-12000-s", one.median(), one.spread(), "s after the client's end", 1);
    }
}
