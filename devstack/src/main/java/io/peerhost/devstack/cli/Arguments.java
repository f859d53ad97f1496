package io.peerhost.devstack.cli;

import java.util.List;

/** The words after a command. */
record Arguments(String command, List<String> words) {
    /** What was typed makes no sense; the message names it. */
    static final class Wrong extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        Wrong(String message) {
            super(message);
        }
    }

    /** @throws Wrong when there is an option other than {@code options}, or more than {@code most} other words */
    void allow(int most, String... options) {
        int others = 0;
        for (String word : words) {
            boolean known = word.startsWith("-") ? List.of(options).contains(word) : ++others <= most;
            if (!known) {
                throw new Wrong("\"" + word + "\" means nothing to peerhost " + command + ". See: ./peerhost help");
            }
        }
    }
}
