package io.peerhost.sites.health;

import io.peerhost.protocol.json.Json;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.handlers.SizeRotatingFileHandler;

/** Log lines as JSON in the file that {@code LOG_FILE} names, beside people's lines on the terminal; three files of 20 MB at most. */
@ApplicationScoped
class JsonLogFile {
    private static final long LARGEST = 20_000_000;
    private static final int KEPT = 2;

    void start(@Observes @Priority(1) StartupEvent event, @ConfigProperty(name = "LOG_FILE") Optional<String> file)
            throws FileNotFoundException {
        if (file.isEmpty() || file.get().isBlank()) return;
        SizeRotatingFileHandler handler = new SizeRotatingFileHandler(new File(file.get()), true, LARGEST, KEPT);
        handler.setFormatter(new Lines());
        handler.setAutoFlush(true);
        Logger.getLogger("").addHandler(handler);
    }

    private static final class Lines extends ExtFormatter {
        @Override
        public String format(ExtLogRecord line) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("at", line.getInstant() == null ? Instant.now() : line.getInstant());
            fields.put("level", line.getLevel().getName());
            fields.put("logger", line.getLoggerName());
            fields.put("thread", line.getThreadName());
            fields.putAll(line.getMdcCopy());
            fields.put("message", formatMessage(line));
            if (line.getThrown() != null) fields.put("failure", trace(line.getThrown()));
            return Json.write(fields) + "\n";
        }

        private static String trace(Throwable failure) {
            StringWriter text = new StringWriter();
            failure.printStackTrace(new PrintWriter(text));
            return text.toString();
        }
    }
}
