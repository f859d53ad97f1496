package io.peerhost.agent.controlplane;

import io.peerhost.protocol.agent.Message;
import java.util.function.Predicate;

/** What the portal asks for. Called on the connection's thread: take it and return, the work is done elsewhere. */
public interface Orders {
    /** Let in. */
    void welcome(Message.Welcome welcome);

    void desired(Message.Desired desired);

    /** @param answer takes what goes back over the same connection; false when that is gone or congested */
    void prove(Message.ProveCapacity question, Predicate<Message.Up> answer);

    void show(Message.ShowBlocks question, Predicate<Message.Up> answer);
}
