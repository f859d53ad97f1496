package io.peerhost.edge.tunnel;

import java.time.Duration;

/**
 * How long a replica is waited for.
 *
 * @param piece for the head, then for each piece of the body
 * @param whole for all of the answer: who sends a byte now and then holds nobody up for longer
 */
public record Patience(Duration piece, Duration whole) {}
