package io.peerhost.devstack.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Asks again until there is an answer. */
final class Waiting {
    private static final Duration PAUSE = Duration.ofMillis(300);

    private Waiting() {}

    /** One question that may have no answer yet. */
    @FunctionalInterface
    interface Question<T> {
        Optional<T> ask() throws IOException, InterruptedException;
    }

    /** @param what named when it never comes */
    static <T> T until(String what, Duration limit, Question<T> question) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<T> answer = question.ask();
            if (answer.isPresent()) {
                return answer.get();
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(what + " did not come within " + limit.toSeconds() + " s");
            }
            Thread.sleep(PAUSE);
        }
    }
}
