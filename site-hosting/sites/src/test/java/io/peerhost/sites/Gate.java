package io.peerhost.sites;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A door before the store that tests can shut: connections are then refused and broken, as when the store is down. */
final class Gate {
    private static final String SHUT = "test.gate-shut";

    private final ServerSocket door;
    private final URI target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private Gate(ServerSocket door, URI target) {
        this.door = door;
        this.target = target;
    }

    static Gate to(String endpoint) {
        try {
            Gate gate = new Gate(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()), URI.create(endpoint));
            Thread.ofPlatform().daemon().name("gate").start(gate::accept);
            return gate;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Shared by system property, for tests and this are loaded by different class loaders. */
    static void shut(boolean shut) {
        System.setProperty(SHUT, String.valueOf(shut));
    }

    String address() {
        return "http://127.0.0.1:" + door.getLocalPort();
    }

    private void accept() {
        while (!door.isClosed())
            try {
                Socket visitor = door.accept();
                if (Boolean.getBoolean(SHUT)) {
                    visitor.close();
                    continue;
                }
                Socket store = new Socket(target.getHost(), target.getPort());
                pump(visitor, store);
                pump(store, visitor);
            } catch (IOException e) {
                // The next visitor may have more luck.
            }
    }

    private void pump(Socket from, Socket to) {
        open.add(from);
        Thread.ofVirtual().start(() -> {
            try (from;
                    to) {
                byte[] buffer = new byte[64 * 1024];
                for (int read = from.getInputStream().read(buffer);
                        read >= 0 && !Boolean.getBoolean(SHUT);
                        read = from.getInputStream().read(buffer))
                    to.getOutputStream().write(buffer, 0, read);
            } catch (IOException e) {
                // Either side went away.
            } finally {
                open.remove(from);
            }
        });
    }
}
