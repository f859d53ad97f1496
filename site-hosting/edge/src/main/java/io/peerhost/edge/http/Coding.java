package io.peerhost.edge.http;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** How a body is compressed. */
public enum Coding {
    /** Preferred where both are as welcome. */
    BR("br"),
    GZIP("gzip"),
    IDENTITY("identity");

    private final String token;

    Coding(String token) {
        this.token = token;
    }

    public String token() {
        return token;
    }

    /**
     * The best of {@code offered} by an Accept-Encoding (RFC 9110, section 12.5.3): the highest q, ties in the order of this
     * enum. Identity when nothing is acceptable: a visitor that forbids all gets bytes rather than none.
     *
     * @param accept the field's value; null when there was none
     */
    public static Coding chosen(String accept, Set<Coding> offered) {
        if (accept == null || offered.equals(EnumSet.of(IDENTITY))) return IDENTITY;
        Coding best = IDENTITY;
        int bestQuality = 0;
        for (Coding coding : values()) {
            if (!offered.contains(coding)) continue;
            int quality = quality(accept, coding);
            if (quality > bestQuality) {
                best = coding;
                bestQuality = quality;
            }
        }
        return best;
    }

    /** In thousandths. */
    private static int quality(String accept, Coding coding) {
        int any = -1;
        for (String element : accept.split(",")) {
            String[] parts = element.split(";");
            if (parts.length == 0) continue;
            String name = parts[0].strip().toLowerCase(Locale.ROOT);
            if (name.equals(coding.token) || coding == GZIP && name.equals("x-gzip")) return weight(parts);
            if (name.equals("*")) any = weight(parts);
        }
        if (any >= 0) return any;
        // Not named: compressed forms are unwelcome, the plain one always is welcome, but least.
        return coding == IDENTITY ? 1 : 0;
    }

    private static int weight(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().toLowerCase(Locale.ROOT);
            if (!parameter.startsWith("q=")) continue;
            String number = parameter.substring(2).strip();
            if (!number.matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?")) return 0;
            return (int) Math.round(Double.parseDouble(number) * 1000);
        }
        return 1000;
    }
}
