package io.peerhost.chain.transaction;

import io.peerhost.chain.call.Call;
import java.util.List;

/**
 * A transaction that was asked for.
 *
 * @param nonce once it was sent, else -1
 * @param gasLimit once it was sent, else 0
 * @param tries how often it had to be sent anew, with another nonce
 * @param attempts all its signed forms, oldest first; one of them gets mined
 */
record Order(long id, String key, Call call, long nonce, long gasLimit, int tries, List<Attempt> attempts) {
    /** Keys of the sender's own transactions, that fill a gap in the nonces. */
    static final String GAP = "gap:";

    boolean isOurs() {
        return key.startsWith(GAP);
    }

    Attempt last() {
        return attempts.getLast();
    }
}
