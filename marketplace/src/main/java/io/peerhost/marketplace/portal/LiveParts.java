package io.peerhost.marketplace.portal;

import io.peerhost.rest.problem.Problem;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Parts of pages that are sent again whenever they would look different: looked at once a second, sent when changed. */
@ApplicationScoped
public class LiveParts {
    private static final int MOST = 300;
    /** Tabs in sight at a time; those in the background do not listen. */
    private static final int MOST_OF_ONE = 8;

    private static final Duration EVERY = Duration.ofSeconds(1);
    /** Then the browser connects again by itself, which also looks at its sign-in again. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Map<UUID, Integer> readers = new HashMap<>();
    private int open;

    private volatile boolean leaving;

    /** What the browser puts in the place of the part. @param gone what the page shows is no more: it is to be asked for again */
    public record Part(String html, boolean gone) {}

    void leave(@Observes ShutdownDelayInitiatedEvent event) {
        leaving = true;
    }

    /** @param draw in a transaction of its own, on a thread that may wait */
    Multi<Part> of(UUID account, Supplier<TemplateInstance> draw) {
        if (!opened(account))
            throw Problem.of(503, "too-many-readers", "Too many pages are open", "Reload the page to see what is new.")
                    .with("retryAfterSeconds", 30);
        return Multi.createFrom()
                .ticks()
                .every(EVERY)
                .onOverflow()
                .drop()
                .select()
                .first(LONGEST)
                .select()
                .first(tick -> !leaving)
                .emitOn(Infrastructure.getDefaultWorkerPool(), 1)
                .map(tick -> part(draw))
                .skip()
                .repetitions()
                .onTermination()
                .invoke(() -> closed(account));
    }

    private synchronized boolean opened(UUID account) {
        int mine = readers.getOrDefault(account, 0);
        if (open >= MOST || mine >= MOST_OF_ONE) return false;
        readers.put(account, mine + 1);
        open++;
        return true;
    }

    private synchronized void closed(UUID account) {
        readers.computeIfPresent(account, (same, count) -> count > 1 ? count - 1 : null);
        open--;
    }

    private static Part part(Supplier<TemplateInstance> draw) {
        try {
            return new Part(
                    QuarkusTransaction.requiringNew().call(() -> draw.get().render()), false);
        } catch (Problem problem) {
            if (problem.body().status() != 404) throw problem;
            return new Part("", true);
        }
    }
}
