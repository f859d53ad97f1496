package io.peerhost.marketplace.portal;

import io.quarkus.qute.TemplateExtension;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** Figures as people read them: money in tokens, sizes in GiB, names of the chain cut to what tells them apart. */
@TemplateExtension
final class Shown {
    static final int DECIMALS = 6;
    private static final BigInteger HOURS_IN_MONTH = BigInteger.valueOf(730);
    private static final String[] SIZES = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

    private Shown() {}

    static String tokens(BigInteger amount) {
        return decimal("#,##0.00####", new BigDecimal(amount, DECIMALS));
    }

    /** Of what moved in or out. */
    static String signed(BigInteger amount) {
        return (amount.signum() < 0 ? "−" : "+") + tokens(amount.abs());
    }

    /** Of a machine: how much is left to sell. */
    static String room(int left, int had, int times, String unit) {
        if (left == had) return "It has " + part(had, times) + " " + unit + ".";
        return part(left, times) + " " + unit + " left of " + part(had, times) + "; " + part(had - left, times)
                + " are rented.";
    }

    private static String part(int amount, int times) {
        return decimal("#,##0.###", BigDecimal.valueOf(amount / (double) times));
    }

    /** As a field of a form takes it. */
    static String field(BigInteger amount) {
        return new BigDecimal(amount, DECIMALS).stripTrailingZeros().toPlainString();
    }

    /** Of an hour's price. */
    static String month(BigInteger hourly) {
        return decimal("#,##0.00", new BigDecimal(hourly.multiply(HOURS_IN_MONTH), DECIMALS));
    }

    /** GiB, or MiB where that is less than one. */
    static String gib(Integer mib) {
        if (mib < 1024) return mib + " MiB";
        return decimal("#,##0.##", BigDecimal.valueOf(mib / 1024.0)) + " GiB";
    }

    static String cpu(Integer millis) {
        return decimal("#,##0.###", BigDecimal.valueOf(millis, 3)) + " vCPU";
    }

    /** For how long an amount is enough at an hour's price; null when that is nothing. */
    static String lasts(BigInteger amount, BigInteger hourly) {
        if (hourly.signum() <= 0) return null;
        BigInteger seconds =
                amount.multiply(BigInteger.valueOf(3600)).divide(hourly).min(BigInteger.valueOf(Integer.MAX_VALUE));
        return When.span(seconds.longValueExact());
    }

    /** As a field of a form takes it. */
    static String cpus(Integer millis) {
        return BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString();
    }

    /** MiB as GiB, as a field of a form takes it: read again it is as many MiB. */
    static String gibs(Integer mib) {
        return new BigDecimal(mib)
                .divide(BigDecimal.valueOf(1024), 4, RoundingMode.UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    static String size(Long bytes) {
        return size(BigInteger.valueOf(bytes));
    }

    static String size(BigInteger bytes) {
        int unit = 0;
        double left = bytes.doubleValue();
        while (left >= 1024 && unit < SIZES.length - 1) {
            left /= 1024;
            unit++;
        }
        return decimal(unit == 0 ? "0" : "0.#", BigDecimal.valueOf(left)) + " " + SIZES[unit];
    }

    /** {@code 0x12345678…9abc}. */
    static String cut(Object name) {
        String text = name.toString();
        return text.length() <= 16 ? text : text.substring(0, 10) + "…" + text.substring(text.length() - 4);
    }

    static String percent(Integer thousandths) {
        return decimal("0.#", BigDecimal.valueOf(thousandths, 1)) + " %";
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static String span(Long seconds) {
        return When.span(seconds);
    }

    /** Where an epoch stands, in words. */
    static String stage(String stage) {
        return switch (stage) {
            case "CLOSED" -> "closed";
            case "POSTED" -> "on the chain";
            case "CLAIMED" -> "paid out";
            case "ABANDONED" -> "goes on with the next";
            default -> stage;
        };
    }

    /** A kind of line in a statement, for its seller. */
    static String movement(String kind) {
        return switch (kind) {
            case "DEPOSIT" -> "Deposit put into escrow";
            case "CHARGE" -> "Earned";
            case "PAYOUT" -> "Paid to your wallet";
            case "FORFEIT" -> "Not claimed";
            case "REFUND" -> "Given back to the renter";
            default -> kind;
        };
    }

    private static String decimal(String form, BigDecimal number) {
        return new DecimalFormat(form, DecimalFormatSymbols.getInstance(Locale.ROOT)).format(number);
    }
}
