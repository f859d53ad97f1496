package io.peerhost.devstack.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;

/** Asks a part from outside whether it serves. */
public final class Probe {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    private Probe() {}

    /** Whether somebody accepts connections at this port. */
    public static boolean listens(int port) {
        return accepts(InetAddress.getLoopbackAddress().getHostAddress(), port);
    }

    /** Whether somebody accepts connections at one of these addresses, {@code scheme://host:port} or {@code host:port}, by comma. */
    public static boolean reachable(String addresses) {
        return Stream.of(addresses.split(","))
                .map(address -> URI.create(address.contains("://") ? address.strip() : "tcp://" + address.strip()))
                .anyMatch(address -> accepts(address.getHost(), port(address)));
    }

    private static boolean accepts(String host, int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), (int) PATIENCE.toMillis());
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    private static int port(URI address) {
        if (address.getPort() > 0) {
            return address.getPort();
        }
        return switch (address.getScheme()) {
            case "http" -> 80;
            case "https" -> 443;
            case "postgresql" -> 5432;
            default -> 9092;
        };
    }

    /** Whether this address answers a GET with 2xx. */
    public static boolean answers(URI uri) {
        return status(uri) / 100 == 2;
    }

    /** The status a GET of this address gets, 0 when there is no answer. */
    public static int status(URI uri) {
        try {
            var request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
            return CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException refused) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** The status of {@code /} of one virtual host on a local port, 0 when there is no answer. */
    public static int statusOfHost(int port, String host) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) PATIENCE.toMillis());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            String request = "GET / HTTP/1.1\r\nHost: " + host + ":" + port + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            return answer.matches("HTTP/1\\.1 \\d{3}") ? Integer.parseInt(answer.substring(9)) : 0;
        } catch (IOException refused) {
            return 0;
        }
    }
}
