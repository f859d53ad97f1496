package io.peerhost.devstack.step;

/** How a step ended when it did not fail. */
public sealed interface Outcome {
    /** A line for people. */
    String detail();

    /** Done. */
    record Done(String detail) implements Outcome {}

    /** Not possible on this machine; what comes after goes on without it. */
    record LeftOut(String detail) implements Outcome {}

    static Outcome done(String detail) {
        return new Done(detail);
    }

    static Outcome leftOut(String why) {
        return new LeftOut(why);
    }
}
