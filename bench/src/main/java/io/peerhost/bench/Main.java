package io.peerhost.bench;

import io.peerhost.bench.chain.Gas;
import io.peerhost.bench.deploy.LargePublish;
import io.peerhost.bench.deploy.PodRelease;
import io.peerhost.bench.deploy.SftpSmallFiles;
import io.peerhost.bench.deploy.SftpStream;
import io.peerhost.bench.deploy.SmallPublish;
import io.peerhost.bench.edge.StaticFile;
import io.peerhost.bench.edge.TunnelPod;
import io.peerhost.bench.market.MatchOffers;
import io.peerhost.bench.stack.Workbench;
import io.peerhost.bench.start.StackStart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@code ./peerhost bench [NAME…]}: runs the benches named, or all, one after the other on one stack. */
public final class Main {
    private static final List<Bench> ALL = List.of(
            new Gas(),
            new MatchOffers(),
            new StaticFile(),
            new TunnelPod(),
            new SmallPublish(),
            new LargePublish(),
            new SftpStream(),
            new SftpSmallFiles(),
            new PodRelease(),
            new StackStart());

    private Main() {}

    public static void main(String[] names) throws IOException, InterruptedException {
        // A visitor names the site in Host and connects to loopback, whatever the machine's resolver says.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
        List<String> known = ALL.stream().map(Bench::name).toList();
        for (String name : names)
            if (!known.contains(name)) {
                System.err.println("There is no bench " + name + ". There are: " + String.join(", ", known));
                System.exit(2);
            }
        List<Bench> chosen = ALL.stream()
                .filter(bench -> names.length == 0 || List.of(names).contains(bench.name()))
                .toList();
        boolean failed = false;
        Workbench workbench = new Workbench(Path.of("").toAbsolutePath());
        // At the end, and when somebody has seen enough before it.
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(workbench::close));
        for (Bench bench : chosen)
            try {
                bench.run(workbench);
            } catch (IOException e) {
                failed = true;
                System.err.println("bench: " + bench.name() + " failed: " + e.getMessage());
            }
        System.exit(failed ? 1 : 0);
    }
}
