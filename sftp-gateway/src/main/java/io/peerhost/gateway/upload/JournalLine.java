package io.peerhost.gateway.upload;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.peerhost.protocol.draft.DraftChange;
import java.util.List;
import java.util.UUID;

/** What a {@link Journal} is told. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "line")
@JsonSubTypes({
    @JsonSubTypes.Type(value = JournalLine.Changed.class, name = "changed"),
    @JsonSubTypes.Type(value = JournalLine.Sending.class, name = "sending"),
    @JsonSubTypes.Type(value = JournalLine.Stored.class, name = "stored")
})
sealed interface JournalLine {
    /**
     * A client was told that this is done.
     *
     * @param number one more than that of the change before
     * @param at seconds since the epoch, UTC
     * @param file of the spool, with the content of a put; null when the content is in the journal, or there is none
     */
    record Changed(long number, long at, DraftChange change, String file) implements JournalLine {}

    /** Sites is asked to make these changes, and may have made them: a gateway that starts again asks with the same key. */
    record Sending(UUID key, List<Long> changes) implements JournalLine {
        long last() {
            return changes.getLast();
        }
    }

    /** Sites has made, or refused for good, all changes up to this one. */
    record Stored(long last) implements JournalLine {}
}
