package io.peerhost.marketplace.health;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.scheduler.Scheduler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Asked to stop, the service first begins nothing new: no work by the clock, agents and live pages go. Then requests end, then the
 * worker of leases, Kafka, the chain's sender and the feed of changes (the priorities of their stops), the database last.
 */
@ApplicationScoped
class Leaving {
    private final Scheduler scheduler;

    Leaving(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    void begin(@Observes ShutdownDelayInitiatedEvent event) {
        scheduler.pause();
    }
}
