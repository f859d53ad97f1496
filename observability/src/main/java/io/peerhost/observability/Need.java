package io.peerhost.observability;

/** Something a service cannot work without. */
public interface Need {
    /** Returns when it is there; throws the service's own refusal, a 503, when it is not. */
    void require();
}
