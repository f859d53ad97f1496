package io.peerhost.edge.http;

/** Answers visits. Called on the visitor's event loop; may answer now or later, on that loop. */
@FunctionalInterface
public interface VisitHandler {
    void handle(Visit visit);
}
