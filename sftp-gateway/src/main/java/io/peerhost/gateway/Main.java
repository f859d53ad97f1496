package io.peerhost.gateway;

import io.peerhost.gateway.login.Limits;
import java.io.IOException;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the gateway with the settings of the environment and runs until it is told to end. */
public final class Main {
    private static final Logger log = LoggerFactory.getLogger(Main.class);

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        oneCoreLess();
        try {
            Settings settings = Settings.of(System.getenv());
            Gateway gateway = new Gateway(settings, Limits.Settings.DEFAULT, Clock.systemUTC());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(gateway)));
            log.info("The gateway is open: {}, host keys {}", settings, gateway.hostKeys());
            Thread.currentThread().join();
        } catch (IllegalArgumentException | IOException e) {
            log.error("The gateway cannot start: {}", e.getMessage(), e);
            System.exit(1);
        }
    }

    /**
     * Virtual threads, which answer long requests and send contents on, leave a core to the threads of connections and to those
     * that hash and spool. Measured while sessions ran on virtual threads too, see docs/adr/0018.
     */
    private static void oneCoreLess() {
        int cores = Runtime.getRuntime().availableProcessors();
        System.setProperty("jdk.virtualThreadScheduler.parallelism", String.valueOf(Math.max(1, cores - 1)));
    }

    private static void end(Gateway gateway) {
        try {
            gateway.close();
        } catch (IOException e) {
            log.warn("The gateway did not end well", e);
        }
    }
}
