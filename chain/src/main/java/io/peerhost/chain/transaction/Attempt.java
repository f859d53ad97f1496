package io.peerhost.chain.transaction;

import io.peerhost.chain.node.Fees;
import java.time.Instant;

/** One signed form of a transaction, with what it offers. */
record Attempt(SignedTransaction signed, Fees fees, Instant sentAt) {}
