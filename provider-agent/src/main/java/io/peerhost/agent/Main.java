package io.peerhost.agent;

import io.netty.util.ResourceLeakDetector;
import io.peerhost.agent.controlplane.Enrolment;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The seller's side of Peerhost. {@code run} (the default) sells until it is stopped; {@code images} builds the pod images ahead;
 * {@code check} says what this machine can do and what it lacks. Settings: {@link Settings}.
 */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        Logging.configure(System.getenv("LOG_FILE"));
        // It takes a stack trace of one buffer in a hundred: for looking for a leak, not for every day.
        if (System.getProperty("io.netty.leakDetection.level") == null)
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        Logger log = LoggerFactory.getLogger(Main.class);
        try {
            System.exit(command(arguments.length == 0 ? "run" : arguments[0]));
        } catch (Settings.Wrong | Enrolment.Refused e) {
            log.error(e.getMessage());
            System.exit(2);
        } catch (IOException e) {
            log.error("The agent cannot go on: {}", e.getMessage(), e);
            System.exit(1);
        }
    }

    private static int command(String name) throws IOException, InterruptedException {
        return switch (name) {
            case "run" -> run(Settings.of(System.getenv()));
            case "images" -> Preparation.images(Settings.of(System.getenv()).images());
            case "check" -> Preparation.check();
            default -> throw new Settings.Wrong("There is no command " + name + ": say run, images or check");
        };
    }

    private static int run(Settings settings) throws IOException, InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        Agent agent = new Agent(settings);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(agent::close));
        agent.start();
        stopped.await();
        return 0;
    }
}
