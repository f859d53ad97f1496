package io.peerhost.observability;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.handlers.SizeRotatingFileHandler;

/**
 * Programs read the log too: where {@code LOG_FILE} names a file, {@link JsonLine}s go there beside people's lines on standard output.
 * Six files of 10 MiB at most.
 */
@ApplicationScoped
public class JsonLogFile {
    private static final long LARGEST = 10L * 1024 * 1024;
    private static final int KEPT = 5;

    void open(@Observes @Priority(1) StartupEvent event, @ConfigProperty(name = "LOG_FILE") Optional<String> file)
            throws IOException {
        if (file.isEmpty() || file.get().isBlank()) return;
        SizeRotatingFileHandler handler =
                new SizeRotatingFileHandler(Path.of(file.get()).toFile(), true, LARGEST, KEPT);
        handler.setFormatter(new JsonLine());
        handler.setAutoFlush(true);
        LogContext.getLogContext().getLogger("").addHandler(handler);
    }
}
