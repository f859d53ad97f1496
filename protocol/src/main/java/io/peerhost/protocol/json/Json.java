package io.peerhost.protocol.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;

/**
 * How everything on the wire is written: UTF-8 JSON, times as ISO-8601 UTC, money ({@link BigInteger}) as decimal
 * strings so that no reader rounds it, fields that are null left out, fields that are unknown ignored so that an older
 * reader understands a newer writer.
 */
public final class Json {
    private static final JsonMapper MAPPER = settings(JsonMapper.builder()).build();

    private Json() {}

    /** The same rules for a mapper that a framework builds. */
    public static JsonMapper.Builder settings(JsonMapper.Builder builder) {
        return builder.addModule(new JavaTimeModule())
                .addModule(new SimpleModule().addSerializer(BigInteger.class, ToStringSerializer.instance))
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
    }

    public static ObjectMapper mapper() {
        return MAPPER;
    }

    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JacksonException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JacksonException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws Malformed when {@code text} is not the JSON of a valid {@code type} */
    public static <T> T read(String text, Class<T> type) {
        try {
            return checked(MAPPER.readValue(text, type), type);
        } catch (JacksonException e) {
            throw new Malformed(type, e);
        }
    }

    /** @throws Malformed when {@code text} is not the JSON of a valid {@code type} */
    public static <T> T read(byte[] text, Class<T> type) {
        try {
            return checked(MAPPER.readValue(text, type), type);
        } catch (IOException e) {
            throw new Malformed(type, e);
        }
    }

    /** As {@link #read(String, Class)}, for a type with parameters. */
    public static <T> T read(String text, TypeReference<T> type) {
        try {
            T value = MAPPER.readValue(text, type);
            if (value == null) throw new Malformed(JsonNode.class, null);
            return value;
        } catch (JacksonException e) {
            throw new Malformed(JsonNode.class, e);
        }
    }

    private static <T> T checked(T value, Class<T> type) {
        if (value == null) throw new Malformed(type, null);
        return value;
    }

    /** The text was not the JSON of what was asked for. */
    public static final class Malformed extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        Malformed(Class<?> type, IOException cause) {
            super(
                    "Not a valid " + type.getSimpleName() + (cause == null ? ": it is null" : ": " + firstLine(cause)),
                    cause);
        }

        private static String firstLine(IOException cause) {
            String message = cause instanceof JacksonException json ? json.getOriginalMessage() : cause.getMessage();
            return message == null ? "unreadable" : message.lines().findFirst().orElse("unreadable");
        }
    }
}
