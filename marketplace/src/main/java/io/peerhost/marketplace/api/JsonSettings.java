package io.peerhost.marketplace.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.peerhost.protocol.json.Json;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * JSON as everywhere in Peerhost, but strict about what people send: a misspelt field is an error, not ignored, and
 * nothing is turned into the type that was wanted.
 */
public class JsonSettings {
    private static final int LONGEST_NUMBER = 78;
    private static final Pattern AMOUNT = Pattern.compile("-?[0-9]{1,78}");

    @Produces
    @Singleton
    ObjectMapper mapper() {
        return Json.settings(JsonMapper.builder())
                .addModule(new SimpleModule()
                        .addDeserializer(String.class, new Text())
                        .addDeserializer(BigInteger.class, new Amount())
                        .addDeserializer(Integer.class, new WholeNumber(false))
                        .addDeserializer(int.class, new WholeNumber(true)))
                .enable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
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

    /** Whole numbers as JSON has them: 12 and 12.0 are the same, 12.5 is none. */
    private static BigInteger whole(JsonParser json, DeserializationContext context, Class<?> type) throws IOException {
        BigDecimal number = json.getDecimalValue();
        if ((long) number.precision() - number.scale() > LONGEST_NUMBER
                || number.stripTrailingZeros().scale() > 0)
            throw context.weirdNumberException(number, type, "it is not whole, or too large");
        return number.toBigInteger();
    }

    private static final class WholeNumber extends StdScalarDeserializer<Integer> {
        private static final long serialVersionUID = 1;

        private final boolean needed;

        WholeNumber(boolean needed) {
            super(Integer.class);
            this.needed = needed;
        }

        @Override
        public Integer deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (!json.currentToken().isNumeric()) return (Integer) context.handleUnexpectedToken(Integer.class, json);
            BigInteger number = whole(json, context, Integer.class);
            if (number.bitLength() > 31) throw context.weirdNumberException(number, Integer.class, "it is too large");
            return number.intValue();
        }

        @Override
        public Integer getNullValue(DeserializationContext context) throws JsonMappingException {
            if (needed) context.reportInputMismatch(this, "a whole number is missing");
            return null;
        }
    }

    /** Money: a decimal string, as we write it, or a whole number. */
    private static final class Amount extends StdScalarDeserializer<BigInteger> {
        private static final long serialVersionUID = 1;

        Amount() {
            super(BigInteger.class);
        }

        @Override
        public BigInteger deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (json.currentToken().isNumeric()) return whole(json, context, BigInteger.class);
            if (json.currentToken() != JsonToken.VALUE_STRING)
                return (BigInteger) context.handleUnexpectedToken(BigInteger.class, json);
            if (!AMOUNT.matcher(json.getText()).matches())
                throw context.weirdStringException(
                        json.getText(), BigInteger.class, "an amount is whole, in decimal digits");
            return new BigInteger(json.getText());
        }
    }
}
