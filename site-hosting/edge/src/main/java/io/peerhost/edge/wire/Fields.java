package io.peerhost.edge.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** Header fields in the order they came, names in lower case. Not for several threads at once. */
public final class Fields {
    private String[] pairs;
    private int length;

    public Fields() {
        this(12);
    }

    public Fields(int expected) {
        pairs = new String[2 * expected];
    }

    /** @param name in lower case */
    public Fields add(String name, String value) {
        if (length == pairs.length) pairs = Arrays.copyOf(pairs, 2 * length + 8);
        pairs[length++] = name;
        pairs[length++] = value;
        return this;
    }

    public Fields set(String name, String value) {
        removeIf(name::equals);
        return add(name, value);
    }

    /** The first value; null when there is none. */
    public String get(String name) {
        for (int i = 0; i < length; i += 2) if (pairs[i].equals(name)) return pairs[i + 1];
        return null;
    }

    public List<String> all(String name) {
        List<String> values = new ArrayList<>(2);
        for (int i = 0; i < length; i += 2) if (pairs[i].equals(name)) values.add(pairs[i + 1]);
        return values;
    }

    /** The values of a list field as one, joined by commas; null when there is none. */
    public String joined(String name) {
        return joined(name, ", ");
    }

    private String joined(String name, String by) {
        String all = null;
        for (int i = 0; i < length; i += 2)
            if (pairs[i].equals(name)) all = all == null ? pairs[i + 1] : all + by + pairs[i + 1];
        return all;
    }

    public boolean has(String name) {
        return get(name) != null;
    }

    /** Whether a list field has this element, whatever its case. */
    public boolean lists(String name, String element) {
        for (int i = 0; i < length; i += 2)
            if (pairs[i].equals(name))
                for (String token : pairs[i + 1].split(",")) if (token.strip().equalsIgnoreCase(element)) return true;
        return false;
    }

    public void removeIf(Predicate<String> name) {
        int kept = 0;
        for (int i = 0; i < length; i += 2) {
            if (name.test(pairs[i])) continue;
            pairs[kept++] = pairs[i];
            pairs[kept++] = pairs[i + 1];
        }
        Arrays.fill(pairs, kept, length, null);
        length = kept;
    }

    public void forEach(BiConsumer<String, String> visitor) {
        for (int i = 0; i < length; i += 2) visitor.accept(pairs[i], pairs[i + 1]);
    }

    /** Each name once, with {@link #joined} its values; those of a cookie are joined by semicolons (RFC 9113, section 8.2.3). */
    public void forEachOnce(BiConsumer<String, String> visitor) {
        for (int i = 0; i < length; i += 2)
            if (first(pairs[i]) == i)
                visitor.accept(pairs[i], joined(pairs[i], pairs[i].equals("cookie") ? "; " : ", "));
    }

    private int first(String name) {
        int at = 0;
        while (!pairs[at].equals(name)) at += 2;
        return at;
    }

    public int size() {
        return length / 2;
    }

    /** As long as they are in a head of HTTP/1.1: each with its colon, space and line's end. */
    int bytes() {
        int bytes = 0;
        for (int i = 0; i < length; i += 2) bytes += pairs[i].length() + pairs[i + 1].length() + 4;
        return bytes;
    }

    public Fields copy() {
        Fields copy = new Fields(Math.max(length / 2 + 4, 4));
        forEach(copy::add);
        return copy;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
        return text.toString();
    }
}
