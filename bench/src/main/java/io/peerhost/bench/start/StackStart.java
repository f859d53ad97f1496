package io.peerhost.bench.start;

import io.peerhost.bench.Bench;
import io.peerhost.bench.result.Samples;
import io.peerhost.bench.stack.Workbench;
import io.peerhost.devstack.product.Product;
import io.peerhost.devstack.product.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The whole stack: seconds of a warm {@code up}, and its memory at rest as the sum of proportional set sizes. */
public final class StackStart implements Bench {
    private static final int RUNS = 5;
    private static final Duration LONGEST = Duration.ofMinutes(10);

    @Override
    public String name() {
        return "up-warm-s";
    }

    @Override
    public void run(Workbench workbench) throws IOException, InterruptedException {
        Product product = workbench.product();
        Samples seconds = new Samples();
        Samples memory = new Samples();
        for (int run = -1; run < RUNS; run++) {
            product.down();
            long from = System.nanoTime();
            product.run(LONGEST, "up");
            double took = (System.nanoTime() - from) / 1e9;
            Thread.sleep(10_000);
            double mebibytes = memory(product.status());
            workbench.say(name() + ": " + took + " s, " + Math.round(mebibytes) + " MiB");
            if (run < 0) continue;
            seconds.add(took);
            memory.add(mebibytes);
        }
        workbench.recordAgainstGoal(name(), seconds.median(), seconds.spread(), "s", 20);
        workbench.recordAgainstGoal("up-memory-mb", memory.median(), memory.spread(), "MiB", 2048);
    }

    private static double memory(Status status) throws IOException {
        List<Long> roots = status.parts().stream()
                .map(Status.Part::pid)
                .filter(pid -> pid > 0)
                .distinct()
                .toList();
        long kib = 0;
        for (ProcessHandle process : ProcessHandle.allProcesses().toList())
            if (belongs(process, roots)) kib += proportional(process.pid());
        return kib / 1024.0;
    }

    private static boolean belongs(ProcessHandle process, List<Long> roots) {
        for (ProcessHandle at = process; at != null; at = at.parent().orElse(null))
            if (roots.contains(at.pid())) return true;
        return false;
    }

    private static long proportional(long pid) throws IOException {
        Path rollup = Path.of("/proc/" + pid + "/smaps_rollup");
        if (!Files.isReadable(rollup)) return 0;
        try {
            return Files.readAllLines(rollup).stream()
                    .filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }
}
