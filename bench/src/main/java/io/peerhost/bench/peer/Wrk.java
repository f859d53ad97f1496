package io.peerhost.bench.peer;

import io.peerhost.bench.stack.Shell;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The load: wrk, one thread, keep-alive connections. */
public final class Wrk {
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern BAD = Pattern.compile("(Non-2xx or 3xx responses|Socket errors):.*");

    private Wrk() {}

    /** @return requests a second. @throws IOException when any answer was no success */
    public static double requestsPerSecond(URI url, String host, int connections, int seconds)
            throws IOException, InterruptedException {
        String said = Shell.run(
                Path.of("."),
                Duration.ofSeconds(seconds + 30L),
                "wrk",
                "-t1",
                "-c" + connections,
                "-d" + seconds + "s",
                "-H",
                "Host: " + host,
                url.toString());
        if (BAD.matcher(said).find()) throw new IOException("wrk saw failures: " + said);
        Matcher rate = RATE.matcher(said);
        if (!rate.find()) throw new IOException("wrk said no rate: " + said);
        return Double.parseDouble(rate.group(1));
    }
}
