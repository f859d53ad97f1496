package io.peerhost.billing.settlement;

import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.settlement.SettlementEvent.Stage;
import java.time.Instant;

/** An epoch as far as its settlement needs it. */
record Epoch(long number, Instant startsAt, Instant endsAt, Stage stage, Bytes32 root) {
    /** Names the transaction that posts its root. */
    String postKey() {
        return "post:" + number;
    }

    /** Names the transaction that claims a batch of its leaves. */
    String claimKey(int batch, int attempt) {
        return "claim:" + number + ":" + batch + ":" + attempt;
    }
}
