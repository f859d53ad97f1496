package io.peerhost.marketplace.change;

import io.peerhost.protocol.identity.Address;
import java.time.Instant;
import java.util.UUID;

/** Something in the database is not what it was. */
public sealed interface Change {
    /** @param at when that was written, to the millisecond */
    record OfAgent(Address agent, Instant at) implements Change {}

    record OfOffer(UUID offer) implements Change {}

    record OfLease(String lease) implements Change {}

    /** Something that was sent to the chain has ended, named by its key. */
    record OfTransaction(String key) implements Change {}

    /** Changes may have been missed: look at everything. */
    record OfAll() implements Change {}

    default String text() {
        return switch (this) {
            case OfAgent(Address agent, Instant at) -> "agent " + agent + " " + at.toEpochMilli();
            case OfOffer(UUID offer) -> "offer " + offer;
            case OfLease(String lease) -> "lease " + lease;
            case OfTransaction(String key) -> "transaction " + key;
            case OfAll() -> "all";
        };
    }

    /** What it is of: two of the same need to be followed once. */
    default String subject() {
        return this instanceof OfAgent(Address agent, Instant at) ? "agent " + agent : text();
    }

    static Change parse(String text) {
        String[] parts = text.split(" ");
        return switch (parts[0]) {
            case "agent" -> new OfAgent(new Address(parts[1]), Instant.ofEpochMilli(Long.parseLong(parts[2])));
            case "offer" -> new OfOffer(UUID.fromString(parts[1]));
            case "lease" -> new OfLease(parts[1]);
            case "transaction" -> new OfTransaction(parts[1]);
            default -> new OfAll();
        };
    }
}
