package io.peerhost.gateway.transport;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.common.future.CloseFuture;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoService;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.Readable;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.closeable.AbstractCloseable;

/**
 * One TCP connection and the thread that reads from it. Whoever writes puts the bytes into the socket itself, without
 * blocking; what the socket does not take at once this thread writes when it can.
 */
final class Connection extends AbstractCloseable implements IoSession, Runnable {
    private static final AtomicLong IDS = new AtomicLong();
    private static final int READ_BUFFER = 64 * 1024;
    /** A client that takes nothing for so long, though something waits for it, is gone. */
    private static final Duration STUCK = Duration.ofMinutes(10);
    /** When the server ends the connection, the client has so long to take what is left for it. */
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final long id = IDS.incrementAndGet();
    private final Acceptor acceptor;
    private final IoHandler handler;
    private final SocketChannel socket;
    private final Selector selector;
    private final SelectionKey key;
    private final SocketAddress local;
    private final SocketAddress remote;
    private final SocketAddress accepted;
    private final Map<Object, Object> attributes = new ConcurrentHashMap<>();
    private final Output output;
    private final ByteBuffer input;
    private volatile boolean suspended;
    private volatile boolean leaving;
    private volatile long leavesBy;

    Connection(Acceptor acceptor, IoHandler handler, SocketChannel socket, SocketAddress accepted) throws IOException {
        this.acceptor = acceptor;
        this.handler = handler;
        this.socket = socket;
        this.accepted = accepted;
        local = socket.getLocalAddress();
        remote = socket.getRemoteAddress();
        output = new Output(socket);
        input = ByteBuffer.allocateDirect(READ_BUFFER);
        socket.configureBlocking(false);
        selector = Selector.open();
        key = socket.register(selector, SelectionKey.OP_READ);
    }

    @Override
    public void run() {
        try (selector) {
            if (isOpen()) handler.sessionCreated(this);
            while (socket.isOpen()) {
                key.interestOps(interest());
                selector.select(this::ready, (leaving ? FAREWELL : STUCK).toMillis());
                if (leaving && System.nanoTime() - leavesBy >= 0 && !output.isEmpty())
                    throw new SocketTimeoutException("The client did not take what was left for it");
                if (output.waitsLongerThan(STUCK))
                    throw new SocketTimeoutException("The client took nothing for " + STUCK);
            }
        } catch (Exception e) {
            broken(e);
        } finally {
            close(true);
            // It may have been closed while its session was made: then nobody has told that one yet.
            tellEnd();
        }
    }

    private int interest() {
        return (suspended ? 0 : SelectionKey.OP_READ) | (output.isEmpty() ? 0 : SelectionKey.OP_WRITE);
    }

    private void ready(SelectionKey ready) {
        try {
            if (ready.isWritable()) output.flush();
            if (ready.isReadable()) receive();
        } catch (Exception e) {
            broken(e);
        }
    }

    private void receive() throws Exception {
        if (socket.read(input.clear()) < 0) close(true);
        else handler.messageReceived(this, Readable.readable(input.flip()));
    }

    @Override
    public IoWriteFuture writeBuffer(Buffer buffer) {
        PendingWrite write =
                new PendingWrite(remote, ByteBuffer.wrap(buffer.array(), buffer.rpos(), buffer.available()));
        if (isClosing()) {
            write.failed(new ClosedChannelException());
            return write;
        }
        try {
            if (output.write(write)) write.written();
            else selector.wakeup();
        } catch (IOException e) {
            write.failed(e);
            broken(e);
        }
        return write;
    }

    private void broken(Exception reason) {
        if (isClosed()) return;
        try {
            if (isOpen()) handler.exceptionCaught(this, reason);
        } catch (Exception e) {
            log.debug("{} ends: {}, and nobody could be told: {}", this, reason, e.getMessage());
        } finally {
            close(true);
        }
    }

    @Override
    protected CloseFuture doCloseGracefully() {
        leavesBy = System.nanoTime() + FAREWELL.toNanos();
        leaving = true;
        selector.wakeup();
        return builder().when(toString(), output.waiting()).build().close(false);
    }

    @Override
    protected void doCloseImmediately() {
        output.fail(new ClosedChannelException());
        try {
            socket.close();
        } catch (IOException e) {
            log.debug("{} could not be closed: {}", this, e.getMessage());
        }
        selector.wakeup();
        acceptor.closed(this);
        super.doCloseImmediately();
        tellEnd();
    }

    private void tellEnd() {
        try {
            handler.sessionClosed(this);
        } catch (Exception e) {
            log.debug("{} was closed before its session was made: {}", this, e.getMessage());
        }
    }

    @Override
    public void shutdownOutputStream() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void suspendRead() {
        suspended = true;
    }

    @Override
    public void resumeRead() {
        suspended = false;
        selector.wakeup();
    }

    @Override
    public long getId() {
        return id;
    }

    @Override
    public Object getAttribute(Object key) {
        return attributes.get(key);
    }

    @Override
    public Object setAttribute(Object key, Object value) {
        return attributes.put(key, value);
    }

    @Override
    public Object setAttributeIfAbsent(Object key, Object value) {
        return attributes.putIfAbsent(key, value);
    }

    @Override
    public Object removeAttribute(Object key) {
        return attributes.remove(key);
    }

    @Override
    public SocketAddress getLocalAddress() {
        return local;
    }

    @Override
    public SocketAddress getRemoteAddress() {
        return remote;
    }

    @Override
    public SocketAddress getAcceptanceAddress() {
        return accepted;
    }

    @Override
    public IoService getService() {
        return acceptor;
    }

    @Override
    public String toString() {
        return "Connection[" + id + ", from " + remote + "]";
    }
}
