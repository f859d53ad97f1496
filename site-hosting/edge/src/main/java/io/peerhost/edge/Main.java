package io.peerhost.edge;

import io.netty.util.ResourceLeakDetector;
import io.peerhost.edge.http.Limits;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts an edge from the environment's settings and ends it on SIGTERM. */
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private Main() {}

    public static void main(String[] arguments) {
        // It takes a stack trace of one buffer in a hundred: for looking for a leak, not for every day.
        if (System.getProperty("io.netty.leakDetection.level") == null)
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        try {
            Edge edge = new Edge(EdgeSettings.from(System.getenv()), Limits.USUAL, Clock.systemUTC());
            Runtime.getRuntime().addShutdownHook(new Thread(edge::close, "shutdown"));
            LOG.info("Visitors on port {}, agents on port {}", edge.httpPort(), edge.tunnelPort());
        } catch (IllegalArgumentException | IOException | GeneralSecurityException e) {
            LOG.error("The edge cannot start: {}", e.getMessage(), e);
            System.exit(1);
        }
    }
}
