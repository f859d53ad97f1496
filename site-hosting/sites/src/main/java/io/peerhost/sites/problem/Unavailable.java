package io.peerhost.sites.problem;

/** Something we need does not answer; nothing was changed, and the same request may be sent again. */
public final class Unavailable extends Problem {
    private static final long serialVersionUID = 1;

    public Unavailable(String detail, Throwable cause) {
        super(503, "unavailable", "Not possible at the moment", detail);
        if (cause != null) initCause(cause);
    }
}
