package io.peerhost.gateway.transport;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.Closeable;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoServiceEventListener;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.util.closeable.AbstractInnerCloseable;
import org.apache.sshd.core.CoreModuleProperties;

/** Listens on each bound address with a thread, and gives each connection one. */
final class Acceptor extends AbstractInnerCloseable implements IoAcceptor {
    private static final long MILLIS_AFTER_FAILURE = 100;

    private final FactoryManager manager;
    private final IoHandler handler;
    private final Map<SocketAddress, ServerSocketChannel> bound = new ConcurrentHashMap<>();
    private final Map<Long, IoSession> connections = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private IoServiceEventListener listener;

    Acceptor(FactoryManager manager, IoHandler handler) {
        this.manager = manager;
        this.handler = handler;
    }

    @Override
    public void bind(Collection<? extends SocketAddress> addresses) throws IOException {
        for (SocketAddress address : addresses) bind(address);
    }

    @Override
    public void bind(SocketAddress address) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        try {
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.bind(address, CoreModuleProperties.SOCKET_BACKLOG.getRequired(manager));
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        SocketAddress at = server.getLocalAddress();
        bound.put(at, server);
        Thread.ofPlatform().name("ssh-accept").daemon().start(() -> accept(server, at));
    }

    private void accept(ServerSocketChannel server, SocketAddress at) {
        while (server.isOpen()) {
            try {
                open(server.accept(), at);
            } catch (ClosedChannelException e) {
                log.debug("No longer listening on {}", at);
            } catch (IOException | RuntimeException | OutOfMemoryError e) {
                // Threads and the memory of buffers may run out for a while: those who come later must find it
                // listening.
                log.warn("A connection to {} could not be taken: {}", at, e.toString());
                pause();
            }
        }
    }

    void open(SocketChannel socket, SocketAddress at) throws IOException {
        try {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            start(new Connection(this, handler, socket, at));
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            socket.close();
            throw e;
        }
    }

    private void start(Connection connection) {
        connections.put(connection.getId(), connection);
        // One that was accepted at the last moment is not among those that closing has looked at.
        if (isClosing()) connection.close(true);
        try {
            Thread.ofPlatform().name("ssh-" + connection.getId()).daemon().start(connection);
        } catch (OutOfMemoryError e) {
            connection.close(true);
            connection.run(); // closed, it only lets go of what it holds
            throw e;
        }
    }

    /** When the process has no file left to open, the next try must wait until one is closed. */
    private void pause() {
        try {
            boolean over = closing.await(MILLIS_AFTER_FAILURE, TimeUnit.MILLISECONDS);
            log.debug("Listening goes on: {}", !over);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void closed(Connection connection) {
        connections.remove(connection.getId());
    }

    @Override
    public void unbind(Collection<? extends SocketAddress> addresses) {
        addresses.forEach(this::unbind);
    }

    @Override
    public void unbind(SocketAddress address) {
        ServerSocketChannel server = bound.remove(address);
        if (server == null) return;
        try {
            server.close();
        } catch (IOException e) {
            log.warn("{} could not be closed: {}", address, e.getMessage());
        }
    }

    @Override
    public void unbind() {
        unbind(List.copyOf(bound.keySet()));
    }

    @Override
    public Set<SocketAddress> getBoundAddresses() {
        return Set.copyOf(bound.keySet());
    }

    @Override
    public Map<Long, IoSession> getManagedSessions() {
        return Map.copyOf(connections);
    }

    @Override
    protected void preClose() {
        closing.countDown();
        unbind();
        super.preClose();
    }

    @Override
    protected Closeable getInnerCloseable() {
        return builder().parallel(toString(), connections.values()).build();
    }

    @Override
    public IoServiceEventListener getIoServiceEventListener() {
        return listener;
    }

    @Override
    public void setIoServiceEventListener(IoServiceEventListener listener) {
        this.listener = listener;
    }

    @Override
    public String toString() {
        return "Acceptor" + bound.keySet();
    }
}
