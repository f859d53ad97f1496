package io.peerhost.devstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Ports kept from others, other stacks among them, until the part that is to listen there starts. */
public final class PortReservations {
    private final Map<Integer, ServerSocket> held = new ConcurrentHashMap<>();

    /** Keeps the port. @return false when somebody has it already */
    public boolean hold(int port) {
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
