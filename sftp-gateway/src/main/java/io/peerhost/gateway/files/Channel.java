package io.peerhost.gateway.files;

import io.peerhost.gateway.draft.Visit;
import io.peerhost.gateway.login.KeyLogin;
import io.peerhost.gateway.publish.Publisher;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.server.channel.ChannelSession;

/**
 * A session's channel that remembers how its client went: with an end of file, a close or a disconnect message it left by
 * itself; without any, the connection broke.
 */
public final class Channel extends ChannelSession {
    /** Set on a session whose client said that it disconnects. */
    public static final AttributeKey<Boolean> DISCONNECTED = new AttributeKey<>();

    private volatile boolean closed;

    @Override
    public void handleClose() throws IOException {
        closed = true;
        super.handleClose();
    }

    static boolean leftByItself(ChannelSession channel) {
        Session session = channel.getSession();
        return channel.isEofSignalled()
                || channel instanceof Channel own && own.closed
                || Boolean.TRUE.equals(session.getAttribute(DISCONNECTED));
    }

    /**
     * Publishes what the channel changed, if its client left by itself.
     *
     * @return sentences for the client; empty when the wait was interrupted, the publishing goes on then
     */
    static List<String> leave(ChannelSession channel, DraftFileSystem files, Publisher publisher) {
        CompletableFuture<List<String>> published = new CompletableFuture<>();
        Thread.ofVirtual().name("leave").start(() -> {
            try {
                published.complete(publish(channel.getSession(), files.visits(), publisher));
            } catch (RuntimeException e) {
                published.completeExceptionally(e);
            } finally {
                files.leave();
            }
        });
        try {
            return published.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (ExecutionException e) {
            return List.of("Publishing failed: " + e.getCause().getMessage());
        }
    }

    private static List<String> publish(Session session, List<Visit> visits, Publisher publisher) {
        if (visits.stream().noneMatch(Visit::changed)) return List.of();
        return KeyLogin.holds(session) ? publisher.leave(visits) : List.of("Not published. " + KeyLogin.REMOVED);
    }
}
