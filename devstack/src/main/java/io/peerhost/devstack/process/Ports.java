package io.peerhost.devstack.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of the loopback interface. */
public final class Ports {
    private static final int FIRST = 20_000;
    private static final int PAST = 30_000;
    private static final int ATTEMPTS = 200;

    private Ports() {}

    /**
     * A port nobody listens on at this moment. Of those that no system gives to outgoing connections by itself (Linux begins at 32,768),
     * so that a part that is started again finds its port as it left it.
     */
    public static int free() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, PAST);
            if (isFree(port)) return port;
        }
        throw new IllegalStateException(
                "No free port was found on the loopback interface between " + FIRST + " and " + (PAST - 1));
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(loopback(port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
