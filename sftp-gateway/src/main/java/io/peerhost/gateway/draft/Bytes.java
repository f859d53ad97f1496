package io.peerhost.gateway.draft;

import java.util.Locale;

/** Sizes as people read them: {@code 85.8 MiB}. */
public final class Bytes {
    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB"};

    private Bytes() {}

    public static String of(long bytes) {
        if (bytes < 1024) return bytes == 1 ? "1 byte" : bytes + " bytes";
        double size = bytes / 1024.0;
        int unit = 0;
        // What would be written 1024.0 is one of the next unit.
        for (; size >= 1023.95 && unit < UNITS.length - 1; unit++) size /= 1024;
        return String.format(Locale.ROOT, "%.1f %s", size, UNITS[unit]).replace(".0 ", " ");
    }
}
