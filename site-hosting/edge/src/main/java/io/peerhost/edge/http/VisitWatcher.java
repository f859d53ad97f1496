package io.peerhost.edge.http;

/** Hears how an answer gets on. */
public interface VisitWatcher {
    /** The visitor takes more again, after {@link Visit#writable} was false. */
    void writable();

    /** The visitor left before the answer's end. */
    void gone();
}
