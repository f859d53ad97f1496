package io.peerhost.rest.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.Arrays;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is wrong with a JSON body, naming the field: the parser's own words are about classes that callers do not know. */
final class JsonWords {
    private static final Pattern TWICE = Pattern.compile("Duplicate field '([^']*)'");
    /** What a deserializer of ours says of a value. */
    private static final Pattern REASON = Pattern.compile(" from (?:String|number) .*?: (.+)", Pattern.DOTALL);

    private JsonWords() {}

    static String of(JsonProcessingException wrong) {
        String where = wrong instanceof JsonMappingException mapping ? path(mapping) : "";
        return where.isEmpty() ? said(wrong) : where + ": " + said(wrong);
    }

    private static String said(JsonProcessingException wrong) {
        Matcher twice = TWICE.matcher(wrong.getOriginalMessage());
        if (twice.lookingAt()) return "the field " + twice.group(1) + " is there twice";
        if (wrong.getCause() instanceof IllegalArgumentException refused) return refused.getMessage();
        return switch (wrong) {
            case UnrecognizedPropertyException unknown -> "the field " + unknown.getPropertyName() + " is unknown";
            case InvalidFormatException value -> value(value);
            case MismatchedInputException other -> needed(other.getTargetType()) + " is needed here";
            case JsonMappingException incomplete -> "something is missing or not of its kind";
            default -> "it is no JSON" + place(wrong);
        };
    }

    private static String value(InvalidFormatException wrong) {
        if (wrong.getTargetType() != null && wrong.getTargetType().isEnum())
            return Arrays.stream(wrong.getTargetType().getEnumConstants())
                    .map(Object::toString)
                    .collect(Collectors.joining(", ", "one of ", " is needed here"));
        Matcher reason = REASON.matcher(wrong.getOriginalMessage());
        return wrong.getTargetType() != null && reason.find() && isOurs(wrong.getTargetType())
                ? reason.group(1)
                : needed(wrong.getTargetType()) + " is needed here";
    }

    private static boolean isOurs(Class<?> type) {
        return type == String.class || Number.class.isAssignableFrom(type);
    }

    private static String needed(Class<?> type) {
        if (type == null) return "something else";
        if (type.isEnum() || type == String.class) return "a text";
        if (Number.class.isAssignableFrom(type) || type == int.class || type == long.class) return "a whole number";
        if (type == boolean.class || type == Boolean.class) return "true or false";
        if (Collection.class.isAssignableFrom(type)) return "a list";
        return type.isRecord() ? "an object in braces" : "a text";
    }

    private static String path(JsonMappingException wrong) {
        return wrong.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
    }

    private static String place(JsonProcessingException wrong) {
        return wrong.getLocation() == null
                ? ""
                : ", from line " + wrong.getLocation().getLineNr() + ", column "
                        + wrong.getLocation().getColumnNr();
    }
}
