package io.peerhost.gateway.shell;

import java.util.ArrayList;
import java.util.List;

/** Splits a command line as a shell does: blanks, single and double quotes, backslashes. Nothing is expanded. */
final class Words {
    private Words() {}

    /** @throws IllegalArgumentException when a quote does not end */
    static List<String> of(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = null;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote == 0 && Character.isWhitespace(c)) {
                if (word != null) words.add(word.toString());
                word = null;
                continue;
            }
            if (word == null) word = new StringBuilder();
            if (c == quote) quote = 0;
            else if (quote == 0 && (c == '\'' || c == '"')) quote = c;
            else if (c == '\\' && quote != '\'' && i + 1 < line.length()) word.append(line.charAt(++i));
            else word.append(c);
        }
        if (quote != 0) throw new IllegalArgumentException("A quote is not closed");
        if (word != null) words.add(word.toString());
        return words;
    }
}
