package io.peerhost.marketplace.portal;

import io.peerhost.rest.problem.Problem;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;

/** Numbers that people type. */
final class Amounts {
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,18}(\\.\\d{1," + Shown.DECIMALS + "})?");

    private Amounts() {}

    /** Tokens as base units. @throws Problem 400 naming the field */
    static BigInteger tokens(String field, String typed) {
        String number = typed == null ? "" : typed.strip().replace(",", "");
        if (!DECIMAL.matcher(number).matches())
            throw Problem.malformed(
                    field + " is a number of tokens with at most " + Shown.DECIMALS + " decimals, like 0.25.");
        return new BigDecimal(number).movePointRight(Shown.DECIMALS).toBigIntegerExact();
    }

    /** So many of a unit, in thousandths or 1024ths as {@code times} says. */
    static int whole(String field, String typed, int times) {
        String number = typed == null ? "" : typed.strip();
        if (!DECIMAL.matcher(number).matches()) throw Problem.malformed(field + " is a number, like 0.5.");
        BigDecimal scaled = new BigDecimal(number).multiply(BigDecimal.valueOf(times));
        if (scaled.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0)
            throw Problem.malformed(field + " is too large.");
        return scaled.intValue();
    }
}
