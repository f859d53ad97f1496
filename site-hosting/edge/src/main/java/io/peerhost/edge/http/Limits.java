package io.peerhost.edge.http;

import io.peerhost.edge.wire.BadMessage;
import io.peerhost.edge.wire.Framing;
import io.peerhost.edge.wire.RequestHead;
import java.time.Duration;

/**
 * What one visitor may take.
 *
 * @param connections open at once, of all visitors; more are closed at once
 * @param bodyBytes of a request
 * @param headTime from a request's first byte to the end of its head
 * @param idleTime between requests
 * @param stallTime without a byte of a body, or without a byte of an answer taken
 * @param requests on one connection, after which it is closed
 */
public record Limits(
        int connections, long bodyBytes, Duration headTime, Duration idleTime, Duration stallTime, int requests) {
    public static final Limits USUAL = new Limits(
            20_000, 2L << 30, Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(60), 1_000_000);

    /** Refuses before its body comes what is too long, or expects what is not understood. */
    void check(RequestHead head, Framing framing) throws BadMessage {
        if (framing instanceof Framing.Length(long bytes) && bytes > bodyBytes)
            throw new BadMessage(413, "A request's body has at most " + bodyBytes + " bytes");
        String expected = head.fields().get("expect");
        if (expected != null && !expected.equalsIgnoreCase("100-continue"))
            throw new BadMessage(417, "The only expectation understood is 100-continue");
    }
}
