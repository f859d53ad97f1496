package io.peerhost.billing.service;

import io.peerhost.protocol.json.Json;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.handlers.SizeRotatingFileHandler;

/** JSON log lines for machines, into the file that LOG_FILE names; people's lines stay on standard output. */
@Startup
@Singleton
public class JsonLogFile {
    private static final long SIZE = 10L * 1024 * 1024;

    private final Optional<String> file;
    private SizeRotatingFileHandler handler;

    JsonLogFile(BillingConfig config) {
        this.file = config.logFile().filter(path -> !path.isBlank());
    }

    @PostConstruct
    void open() {
        if (file.isEmpty()) return;
        try {
            handler = new SizeRotatingFileHandler(new File(file.get()), true, SIZE, 3);
            handler.setFormatter(new Line());
            handler.setAutoFlush(true);
        } catch (IOException e) {
            throw new UncheckedIOException("LOG_FILE cannot be written: " + file.get(), e);
        }
        Logger.getLogger("").addHandler(handler);
    }

    @PreDestroy
    void close() {
        if (handler == null) return;
        Logger.getLogger("").removeHandler(handler);
        handler.close();
    }

    private static final class Line extends ExtFormatter {
        @Override
        public String format(ExtLogRecord event) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("at", event.getInstant());
            line.put("level", event.getLevel().getName());
            line.put("service", "billing");
            line.put("logger", event.getLoggerName());
            line.put("thread", event.getThreadName());
            line.put("message", formatMessage(event));
            line.putAll(event.getMdcCopy());
            if (event.getThrown() != null) {
                StringWriter trace = new StringWriter();
                event.getThrown().printStackTrace(new PrintWriter(trace));
                line.put("exception", trace.toString());
            }
            return Json.write(line) + "\n";
        }
    }
}
