package io.peerhost.marketplace.change;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jboss.logging.Logger;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Hears what any instance changed, a few milliseconds after its commit, and tells the observers of {@link Heard} in this
 * one. After every (re)connection it tells {@link Change.OfAll}.
 */
@ApplicationScoped
public class ChangeFeed {
    private static final Logger LOG = Logger.getLogger(ChangeFeed.class);
    /** So long a stop waits at most. */
    private static final int WAIT = 500;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final AgroalDataSource database;
    private final Event<Heard> observers;
    private volatile Thread thread;

    public ChangeFeed(AgroalDataSource database, Event<Heard> observers) {
        this.database = database;
        this.observers = observers;
    }

    void start(@Observes @Priority(100) StartupEvent event) {
        thread = Thread.ofPlatform().daemon().name("change-feed").unstarted(this::run);
        thread.start();
    }

    void stop(@Observes @Priority(40) ShutdownEvent event) throws InterruptedException {
        Thread ending = thread;
        thread = null;
        ending.interrupt();
        ending.join(2_000);
    }

    private boolean running() {
        return thread == Thread.currentThread();
    }

    private void run() {
        while (running()) {
            try (Connection connection = database.getConnection()) {
                listen(connection);
            } catch (SQLException | RuntimeException e) {
                if (!running()) return;
                LOG.warnf("The feed of changes waits: %s", e.getMessage());
                pause();
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN " + Changes.CHANNEL);
            tell(new Heard(List.of(new Change.OfAll())));
            PGConnection notifications = connection.unwrap(PGConnection.class);
            while (running()) {
                PGNotification[] heard = notifications.getNotifications(WAIT);
                if (heard == null || heard.length == 0) statement.execute("SELECT 1");
                else tell(Heard.of(Arrays.stream(heard).map(PGNotification::getParameter)));
            }
            statement.execute("UNLISTEN *");
        }
    }

    private void tell(Heard heard) {
        try {
            observers.fire(heard);
        } catch (RuntimeException e) {
            LOG.errorf(e, "The changes %s were not followed", heard.changes());
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
