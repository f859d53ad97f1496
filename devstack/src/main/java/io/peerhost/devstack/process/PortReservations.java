package io.peerhost.devstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ports kept from others until the part that is to listen there starts; and from other stacks of this user beyond that, as long as
 * this process lives: a program needs seconds from its start until it listens.
 */
public final class PortReservations {
    private static final Path LOCKS =
            Path.of(System.getProperty("java.io.tmpdir"), "peerhost-ports-" + System.getProperty("user.name"));

    /** Open channels: a lock of the system ends with its channel, or with this process, however that ends. */
    private static final Map<Integer, FileChannel> LOCKED = new ConcurrentHashMap<>();

    private final Map<Integer, ServerSocket> held = new ConcurrentHashMap<>();

    /** Keeps the port. @return false when somebody has it already */
    public boolean hold(int port) {
        return lock(port) && listen(port);
    }

    private static boolean lock(int port) {
        try {
            FileChannel channel = FileChannel.open(
                    Files.createDirectories(LOCKS).resolve(String.valueOf(port)),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            if (channel.tryLock() != null) {
                LOCKED.put(port, channel);
                return true;
            }
            channel.close();
            return false;
        } catch (OverlappingFileLockException ours) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("Ports cannot be kept in " + LOCKS, e);
        }
    }

    private boolean listen(int port) {
        ServerSocket socket = null;
        try {
            socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            held.put(port, socket);
            return true;
        } catch (IOException taken) {
            close(socket);
            return false;
        }
    }

    /** Lets go of ports for the part that now listens there. */
    public void release(int... ports) {
        for (int port : ports) {
            close(held.remove(port));
        }
    }

    private static void close(ServerSocket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
