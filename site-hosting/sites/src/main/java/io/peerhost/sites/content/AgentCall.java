package io.peerhost.sites.content;

import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.Signature;
import io.peerhost.rest.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What an agent says of itself in the header of a fetch. */
record AgentCall(Message.ContentRequest request, Signature signature) {
    private static final Duration OLDEST = Duration.ofMinutes(5);
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);
    private static final int LONGEST = 1_000;

    /**
     * Signed by whom it names, within the last five minutes, for this service.
     *
     * @param sites the address by which agents know it, as {@link io.peerhost.protocol.identity.Audience} writes it
     * @throws Problem 401 otherwise
     */
    static AgentCall checked(String header, Instant now, String sites) {
        AgentCall call = parse(header, sites);
        Instant at = call.request.at();
        if (at.isBefore(now.minus(OLDEST)) || at.isAfter(now.plus(CLOCKS_DIFFER)))
            throw refused("The request is too old or from the future. Sign it anew, and check the clock.");
        if (!call.signature.isBy(call.request.agent(), call.request.digest()))
            throw refused("The signature is not that of the agent named, for content at " + sites
                    + ". If agents fetch it at another address, that is to be SITES_URL here.");
        return call;
    }

    private static AgentCall parse(String header, String sites) {
        if (header == null || header.length() > LONGEST) throw refused("Say who asks in this header.");
        Map<String, String> fields = new HashMap<>();
        for (String field : header.split(";")) {
            int equals = field.indexOf('=');
            if (equals > 0)
                fields.put(
                        field.substring(0, equals).trim(),
                        field.substring(equals + 1).trim());
        }
        try {
            return new AgentCall(
                    new Message.ContentRequest(
                            Bytes32.of(fields.get("lease")),
                            Address.of(fields.get("agent")),
                            Instant.ofEpochSecond(seconds(fields.get("at"))),
                            sites),
                    Signature.of(fields.get("signature")));
        } catch (IllegalArgumentException e) {
            throw refused(e.getMessage() + ".");
        }
    }

    private static long seconds(String text) {
        if (text == null || !text.matches("[0-9]{1,12}"))
            throw new IllegalArgumentException("at is the second since the epoch");
        return Long.parseLong(text);
    }

    private static Problem refused(String why) {
        return Problem.of(
                401,
                "agent-not-proven",
                "Which agent asks is not proven",
                Message.ContentRequest.HEADER + ": lease=0x…;agent=0x…;at=<epoch second>;signature=0x… " + why);
    }
}
