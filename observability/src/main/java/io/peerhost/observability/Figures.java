package io.peerhost.observability;

import java.util.Map;

/** Numbers of the moment. */
public interface Figures {
    /** Name, like {@code outbox.pending}, to number. What is pending or lags falls to 0 when nothing happens. */
    Map<String, Long> now();
}
