package io.peerhost.marketplace.portal;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;

/** Numbers that people type. */
final class Amounts {
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,18}(\\.\\d{1," + Shown.DECIMALS + "})?");

    private Amounts() {}

    /** Tokens as base units. @param field its id; @param called what the page calls it @throws Problem 400 of the field */
    static BigInteger tokens(String field, String called, String typed) {
        return decimal(
                        field,
                        typed,
                        called + " is a number of tokens with at most " + Shown.DECIMALS + " decimals, like 0.25.")
                .movePointRight(Shown.DECIMALS)
                .toBigIntegerExact();
    }

    static boolean isLeftOut(String typed) {
        return typed == null || typed.isBlank();
    }

    static boolean isTokens(String typed) {
        return typed != null && DECIMAL.matcher(typed.strip()).matches();
    }

    /** More than nothing. */
    static BigInteger some(String field, String called, String typed) {
        BigInteger amount = tokens(field, called, typed);
        if (amount.signum() == 0) throw Wording.wrong(field, called + " is more than 0 tokens.");
        return amount;
    }

    /** So many of a unit, in thousandths or 1024ths as {@code times} says. */
    static int whole(String field, String called, String typed, int times) {
        BigDecimal scaled =
                decimal(field, typed, called + " is a number, like 0.5.").multiply(BigDecimal.valueOf(times));
        if (scaled.compareTo(BigDecimal.ONE) < 0) throw Wording.wrong(field, called + " is too little.");
        if (scaled.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0)
            throw Wording.wrong(field, called + " is too large.");
        return scaled.intValue();
    }

    /** A comma is a point to some and a separator to others, so it is neither. */
    private static BigDecimal decimal(String field, String typed, String rule) {
        String number = typed == null ? "" : typed.strip();
        if (number.contains(",")) throw Wording.wrong(field, "Write 1.5 with a dot, and no separators.");
        if (!DECIMAL.matcher(number).matches()) throw Wording.wrong(field, rule);
        return new BigDecimal(number);
    }
}
