package io.peerhost.chain.node;

/** The node could not be reached or did not answer the question; trying again later may help. */
public final class ChainException extends RuntimeException {
    public ChainException(String message) {
        super(message);
    }

    public ChainException(String message, Throwable cause) {
        super(message, cause);
    }
}
