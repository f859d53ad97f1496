package io.peerhost.e2e.stack;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what is to come true, and says what was seen last when it does not. */
public final class Until {
    private Until() {}

    @FunctionalInterface
    public interface Check {
        void run() throws Exception;
    }

    /** Runs {@code check} until it passes. @throws AssertionError its last one, after {@code longest} */
    public static void passes(Duration longest, Check check) {
        get(longest, () -> {
            check.run();
            return null;
        });
    }

    /** Calls {@code what} until it gives a value without failing. */
    public static <T> T get(Duration longest, Callable<T> what) {
        long end = System.nanoTime() + longest.toNanos();
        while (true) {
            try {
                return what.call();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            } catch (Exception | AssertionError e) {
                if (System.nanoTime() > end)
                    throw new AssertionError("Not within " + longest + ": " + e.getMessage(), e);
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
