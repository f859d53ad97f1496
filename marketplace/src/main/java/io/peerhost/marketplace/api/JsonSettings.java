package io.peerhost.marketplace.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.peerhost.protocol.json.Json;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * JSON as everywhere in Peerhost, but strict about what people send: a misspelt field is an error, not ignored, and
 * nothing is turned into the type that was wanted.
 */
public class JsonSettings {
    @Produces
    @Singleton
    ObjectMapper mapper() {
        return Json.settings(JsonMapper.builder())
                .addModule(new SimpleModule()
                        .addDeserializer(String.class, new Text())
                        .addDeserializer(BigInteger.class, new Amount()))
                .enable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    /** A string that a database can keep: no NUL, no half of a character. */
    private static final class Text extends StdScalarDeserializer<String> {
        private static final long serialVersionUID = 1;

        Text() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (json.currentToken() != JsonToken.VALUE_STRING)
                return (String) context.handleUnexpectedToken(String.class, json);
            String text = json.getText();
            if (text.codePoints().anyMatch(c -> c == 0 || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE))
                throw context.weirdStringException(text, String.class, "a text has no NUL and no half characters");
            return text;
        }
    }

    /** Money: a decimal string, as we write it, or a whole number. */
    private static final class Amount extends StdScalarDeserializer<BigInteger> {
        private static final long serialVersionUID = 1;
        private static final Pattern FORM = Pattern.compile("-?[0-9]{1,78}");

        Amount() {
            super(BigInteger.class);
        }

        @Override
        public BigInteger deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) return json.getBigIntegerValue();
            if (json.currentToken() != JsonToken.VALUE_STRING)
                return (BigInteger) context.handleUnexpectedToken(BigInteger.class, json);
            if (!FORM.matcher(json.getText()).matches())
                throw context.weirdStringException(
                        json.getText(), BigInteger.class, "an amount is whole, in decimal digits");
            return new BigInteger(json.getText());
        }
    }
}
