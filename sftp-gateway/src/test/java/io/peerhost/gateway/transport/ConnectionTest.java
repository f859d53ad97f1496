package io.peerhost.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.Readable;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.SshServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Sessions sessions = new Sessions();
    private final Acceptor acceptor = new Acceptor(SshServer.setUpDefaultServer(), sessions);
    private ServerSocketChannel server;
    private SocketChannel client;

    /** What SSH is told of connections. */
    private static final class Sessions implements IoHandler {
        final List<String> told = new CopyOnWriteArrayList<>();
        final CountDownLatch making = new CountDownLatch(1);
        final CountDownLatch made = new CountDownLatch(1);
        final CountDownLatch over = new CountDownLatch(2);
        volatile IoSession connection;

        @Override
        public void sessionCreated(IoSession session) throws Exception {
            connection = session;
            making.countDown();
            made.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            told.add("made");
        }

        @Override
        public void sessionClosed(IoSession session) {
            told.add("closed");
            over.countDown();
        }

        @Override
        public void exceptionCaught(IoSession session, Throwable cause) {
            told.add("broken");
        }

        @Override
        public void messageReceived(IoSession session, Readable message) {
            told.add("message");
        }
    }

    @BeforeEach
    void connect() throws IOException {
        server = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
        client = SocketChannel.open(server.getLocalAddress());
    }

    @AfterEach
    void close() throws IOException {
        sessions.made.countDown();
        client.close();
        server.close();
        acceptor.close(true);
    }

    private void accept() throws IOException {
        SocketAddress at = server.getLocalAddress();
        acceptor.open(server.accept(), at);
    }

    @Test
    void shouldTellTheSessionWhenItsConnectionWasClosedWhileItWasMade() throws Exception {
        accept();
        assertThat(sessions.making.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();

        sessions.connection.close(true);
        sessions.made.countDown();

        assertThat(sessions.over.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(sessions.told).containsExactly("closed", "made", "closed");
    }

    @Test
    void shouldMakeNoSessionWhenItIsAcceptedAtTheLastMoment() throws Exception {
        acceptor.close(true).await(PATIENCE);
        accept();

        assertThat(sessions.over.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(sessions.told).doesNotContain("made");
        assertThat(acceptor.getManagedSessions()).isEmpty();
        assertThat(client.socket().getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void shouldFailEveryWriteWhenTheConnectionEndsWithoutAReader() throws Exception {
        sessions.made.countDown();
        accept();
        assertThat(sessions.making.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        IoWriteFuture waiting = sessions.connection.writeBuffer(new ByteArrayBuffer(new byte[64 << 20]));

        sessions.connection.close(true);

        assertThat(waiting.await(PATIENCE)).isTrue();
        assertThat(waiting.getException()).isInstanceOf(ClosedChannelException.class);
        IoWriteFuture late = sessions.connection.writeBuffer(new ByteArrayBuffer(new byte[1]));
        assertThat(late.getException()).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void shouldEndWithoutAClientThatTakesNothingWhenTheServerStops() throws Exception {
        sessions.made.countDown();
        accept();
        assertThat(sessions.making.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        IoWriteFuture waiting = sessions.connection.writeBuffer(new ByteArrayBuffer(new byte[64 << 20]));

        assertThat(acceptor.close(false).await(PATIENCE)).isTrue();

        assertThat(waiting.getException()).isInstanceOf(ClosedChannelException.class);
        assertThat(acceptor.getManagedSessions()).isEmpty();
    }

    @Test
    void shouldTakeNothingMoreWhenWhatWaitedHasFailed() throws Exception {
        try (SocketChannel socket = server.accept()) {
            socket.configureBlocking(false);
            Output output = new Output(socket);
            PendingWrite waiting = write(64 << 20);
            assertThat(output.write(waiting)).isFalse();

            output.fail(new ClosedChannelException());

            assertThat(waiting.getException()).isNotNull();
            assertThatThrownBy(() -> output.write(write(64 << 20))).isInstanceOf(ClosedChannelException.class);
            assertThat(output.isEmpty()).isTrue();
        }
    }

    private static PendingWrite write(int bytes) {
        return new PendingWrite("test", ByteBuffer.allocate(bytes));
    }
}
