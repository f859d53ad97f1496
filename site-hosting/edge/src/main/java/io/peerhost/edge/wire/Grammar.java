package io.peerhost.edge.wire;

/** The character classes of RFC 9110. */
public final class Grammar {
    private static final boolean[] TOKEN = new boolean[128];

    static {
        for (char c = '0'; c <= '9'; c++) TOKEN[c] = true;
        for (char c = 'a'; c <= 'z'; c++) TOKEN[c] = TOKEN[c - 32] = true;
        for (char c : "!#$%&'*+-.^_`|~".toCharArray()) TOKEN[c] = true;
    }

    private Grammar() {}

    public static boolean isToken(byte b) {
        return b >= 0 && TOKEN[b];
    }

    /** What a field's value may hold: no control character but the tab. Bytes above 127 pass through untouched. */
    public static boolean isText(byte b) {
        return b >= ' ' && b != 127 || b == '\t' || b < 0;
    }

    static boolean isText(String value) {
        for (int i = 0; i < value.length(); i++)
            if (value.charAt(i) > 255 || !isText((byte) value.charAt(i))) return false;
        return true;
    }

    static boolean isToken(String value) {
        for (int i = 0; i < value.length(); i++) if (value.charAt(i) > 127 || !TOKEN[value.charAt(i)]) return false;
        return !value.isEmpty();
    }

    static String lowerCase(String token) {
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            if (c >= 'A' && c <= 'Z') return lowered(token);
        }
        return token;
    }

    private static String lowered(String token) {
        char[] chars = token.toCharArray();
        for (int i = 0; i < chars.length; i++) if (chars[i] >= 'A' && chars[i] <= 'Z') chars[i] += 32;
        return new String(chars);
    }

    /** Without spaces and tabs at the ends. */
    static String trim(String value) {
        int from = 0;
        int to = value.length();
        while (from < to && (value.charAt(from) == ' ' || value.charAt(from) == '\t')) from++;
        while (to > from && (value.charAt(to - 1) == ' ' || value.charAt(to - 1) == '\t')) to--;
        return value.substring(from, to);
    }
}
