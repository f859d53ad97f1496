package io.peerhost.edge.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Bytes of a file.
 *
 * @param first the first of them
 * @param last the last of them
 */
public record ByteRange(long first, long last) {
    /** More than this many ranges at once are not served as ranges: nobody needs them, and they are costly. */
    private static final int MOST = 16;

    public ByteRange {
        if (first < 0 || last < first) throw new IllegalArgumentException("A range ends after it begins");
    }

    public long length() {
        return last - first + 1;
    }

    public String contentRange(long size) {
        return "bytes " + first + "-" + last + "/" + size;
    }

    /**
     * What a Range field asks of a file (RFC 9110, section 14.2).
     *
     * @return null when the field is to be ignored and the whole file given (another unit, a wrong form, too many or
     *     overlapping ranges); empty when none of it can be satisfied (416)
     */
    public static List<ByteRange> of(String field, long size) {
        if (field == null || !field.toLowerCase(Locale.ROOT).startsWith("bytes=")) return null;
        String[] specs = field.substring("bytes=".length()).split(",", -1);
        if (specs.length > MOST) return null;
        List<ByteRange> ranges = new ArrayList<>();
        boolean none = true;
        for (String each : specs) {
            String spec = each.strip();
            // A list may have empty elements (RFC 9110, 5.6.1).
            if (spec.isEmpty()) continue;
            none = false;
            if (!spec.matches("[0-9]+-[0-9]*|-[0-9]+")) return null;
            int dash = spec.indexOf('-');
            long from = dash == 0 ? -1 : number(spec.substring(0, dash));
            long to = dash == spec.length() - 1 ? Long.MAX_VALUE : number(spec.substring(dash + 1));
            if (from > to) return null;
            if (from < 0 && to > 0 && size > 0) ranges.add(new ByteRange(Math.max(0, size - to), size - 1));
            else if (from >= 0 && from < size) ranges.add(new ByteRange(from, Math.min(to, size - 1)));
        }
        return none || overlap(ranges) ? null : ranges;
    }

    /** However many digits it has: beyond every file all numbers are alike. */
    private static long number(String digits) {
        String plain = digits.replaceFirst("^0+(?=.)", "");
        return plain.length() > 18 ? Long.MAX_VALUE : Long.parseLong(plain);
    }

    private static boolean overlap(List<ByteRange> ranges) {
        for (int i = 0; i < ranges.size(); i++)
            for (int j = 0; j < i; j++)
                if (ranges.get(i).first <= ranges.get(j).last && ranges.get(j).first <= ranges.get(i).last) return true;
        return false;
    }
}
