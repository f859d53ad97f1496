package io.peerhost.bench.deploy;

import io.peerhost.bench.Bench;
import io.peerhost.bench.peer.OpenSsh;
import io.peerhost.bench.result.Samples;
import io.peerhost.bench.stack.Renter;
import io.peerhost.bench.stack.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** {@code put -r} of 10,000 files of 2 KB. */
public final class SftpSmallFiles implements Bench {
    private static final int RUNS = 5;

    @Override
    public String name() {
        return "sftp-10000-small-files";
    }

    @Override
    public void run(Workbench workbench) throws IOException, InterruptedException {
        Renter renter = new Renter(workbench);
        Path files = Files.createDirectories(renter.folder().resolve("files"));
        Random random = new Random(2);
        byte[] content = new byte[2048];
        for (int i = 0; i < 10_000; i++) {
            Path folder = files.resolve("d" + i / 500);
            if (i % 500 == 0) Files.createDirectories(folder);
            random.nextBytes(content);
            Files.write(folder.resolve("f" + i), content);
        }
        Samples ours = new Samples();
        Samples peer = new Samples();
        try (OpenSsh sshd = OpenSsh.start(workbench.folder(), renter.publicKey())) {
            String them = System.getProperty("user.name") + "@127.0.0.1";
            for (int run = 0; run < RUNS; run++) {
                String site = renter.site("many" + run, "STATIC", 20, 128);
                double us = renter.sftp("put -r files/. /" + site + "\n");
                Path there = Files.createDirectories(renter.folder().resolve("there" + run));
                double other = OpenSsh.sftp(
                        renter.folder(), renter.key(), them, sshd.port(), "put -r files/. " + there + "\n");
                workbench.say(name() + ": " + us + " s / " + other + " s");
                ours.add(10_000 / us);
                peer.add(10_000 / other);
            }
        }
        workbench.record(name(), ours, peer, OpenSsh.version(), "files/s", true);
    }
}
