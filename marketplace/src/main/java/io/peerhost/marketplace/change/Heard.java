package io.peerhost.marketplace.change;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Changes that were heard of at one time. An observer is given all of them together, so that the agents among them need
 * not wait for what others ask the database about the rest.
 *
 * @param changes one of each subject, the earliest
 */
public record Heard(List<Change> changes) {
    static Heard of(Stream<String> texts) {
        Map<String, Change> once = new LinkedHashMap<>();
        texts.map(Change::parse).forEach(change -> once.putIfAbsent(change.subject(), change));
        return new Heard(List.copyOf(once.values()));
    }
}
