package io.peerhost.marketplace.health;

import io.peerhost.protocol.json.Json;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.handlers.SizeRotatingFileHandler;

/** Programs read the log too: a JSON object a line in {@code LOG_FILE}, beside people's lines on standard output. */
@ApplicationScoped
public class JsonLogFile {
    private static final long LARGEST = 10L * 1024 * 1024;
    private static final int KEPT = 5;

    void open(
            @Observes @Priority(1) StartupEvent event,
            @ConfigProperty(name = "marketplace.log-file") Optional<String> file)
            throws IOException {
        if (file.isEmpty() || file.get().isBlank()) return;
        SizeRotatingFileHandler handler =
                new SizeRotatingFileHandler(Path.of(file.get()).toFile(), true, LARGEST, KEPT);
        handler.setLevel(Level.INFO);
        handler.setFormatter(new Lines());
        LogContext.getLogContext().getLogger("").addHandler(handler);
    }

    static final class Lines extends ExtFormatter {
        @Override
        public String format(ExtLogRecord one) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("at", one.getInstant());
            line.put("level", one.getLevel().getName());
            line.put("logger", one.getLoggerName());
            line.put("thread", one.getThreadName());
            line.put("message", formatMessage(one));
            if (!one.getMdcCopy().isEmpty()) line.put("context", one.getMdcCopy());
            if (one.getThrown() != null) line.put("thrown", trace(one.getThrown()));
            return Json.write(line) + "\n";
        }

        private static String trace(Throwable thrown) {
            StringWriter text = new StringWriter();
            thrown.printStackTrace(new PrintWriter(text));
            return text.toString();
        }
    }
}
