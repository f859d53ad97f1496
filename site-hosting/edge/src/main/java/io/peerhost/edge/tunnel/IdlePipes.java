package io.peerhost.edge.tunnel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Idle streams by target; the last one used is the first one taken, so that what is too many falls out of use. */
final class IdlePipes {
    private final Map<PipeTarget, ArrayDeque<PipeStream>> idle = new HashMap<>();

    PipeStream take(PipeTarget target) {
        ArrayDeque<PipeStream> streams = idle.get(target);
        return streams == null ? null : streams.pollFirst();
    }

    void put(PipeStream stream, long now) {
        stream.idleSince = now;
        idle.computeIfAbsent(stream.target, _ -> new ArrayDeque<>()).addFirst(stream);
    }

    void remove(PipeStream stream) {
        ArrayDeque<PipeStream> streams = idle.get(stream.target);
        if (streams != null) streams.remove(stream);
    }

    /** Takes out what has been idle since before {@code limit} (of {@link System#nanoTime}). */
    List<PipeStream> expired(long limit) {
        List<PipeStream> expired = new ArrayList<>();
        for (ArrayDeque<PipeStream> streams : idle.values())
            while (!streams.isEmpty() && streams.peekLast().idleSince - limit < 0) expired.add(streams.pollLast());
        idle.values().removeIf(ArrayDeque::isEmpty);
        return expired;
    }
}
