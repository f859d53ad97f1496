package io.peerhost.chain.node;

import java.util.Locale;

/** A call reverts; its message is the contract's reason, like {@code TooEarly(1767225600)}. */
public final class RevertedException extends RuntimeException {
    public RevertedException(String reason) {
        super(reason);
    }

    /** Whether a node's error means that the code reverted, and not that the node could not judge. */
    static boolean isRevert(int code, String message) {
        return code == 3 || (message != null && message.toLowerCase(Locale.ROOT).contains("revert"));
    }
}
