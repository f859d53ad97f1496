package io.peerhost.observability;

import io.peerhost.protocol.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;

/** A record as one JSON object: {@code at, level, logger, thread, message}, and where there are such {@code context, thrown}. */
final class JsonLine extends ExtFormatter {
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
