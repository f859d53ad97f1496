package io.peerhost.edge.wire;

/** A message that is refused; carries the status to answer when it came from a visitor. */
public final class BadMessage extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;

    public BadMessage(int status, String detail) {
        super(detail, null, false, false);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
