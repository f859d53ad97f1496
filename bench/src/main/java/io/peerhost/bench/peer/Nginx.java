package io.peerhost.bench.peer;

import io.peerhost.bench.stack.Shell;
import io.peerhost.devstack.process.Ports;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** nginx with a configuration of ours, in the foreground, ended by its pid. */
public final class Nginx implements AutoCloseable {
    private final Process process;
    private final int port;

    private Nginx(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    public int port() {
        return port;
    }

    public static String version() throws IOException, InterruptedException {
        return Shell.run(Path.of("."), Duration.ofSeconds(10), program(), "-v")
                .strip()
                .replaceFirst(".*nginx/", "nginx ");
    }

    /** Serves a folder. */
    public static Nginx serving(Path work, Path root) throws IOException, InterruptedException {
        return start(work, "root " + root.toAbsolutePath() + "; location / { }");
    }

    /** Passes requests to an https upstream over kept connections. */
    public static Nginx proxying(Path work, int upstreamPort, String host) throws IOException, InterruptedException {
        return start(
                work,
                "location / { proxy_pass https://origin; proxy_http_version 1.1; proxy_set_header Connection \"\"; "
                        + "proxy_set_header Host " + host
                        + "; proxy_ssl_protocols TLSv1.3; proxy_ssl_session_reuse on; proxy_ssl_verify off; }",
                "upstream origin { server 127.0.0.1:" + upstreamPort
                        + "; keepalive 128; keepalive_requests 1000000; }");
    }

    /** Ends TLS in front of a plain origin, as the https upstream. */
    public static Nginx terminating(Path work, Path certificate, Path key, String origin)
            throws IOException, InterruptedException {
        int port = Ports.free();
        return start(
                work,
                port,
                "server { listen 127.0.0.1:" + port + " ssl; ssl_certificate " + certificate.toAbsolutePath()
                        + "; ssl_certificate_key " + key.toAbsolutePath()
                        + "; ssl_protocols TLSv1.3; keepalive_requests 1000000; access_log off; location / { proxy_pass http://pod;"
                        + " proxy_http_version 1.1; proxy_set_header Connection \"\"; proxy_set_header Host $host; } }",
                "upstream pod { server " + origin + "; keepalive 128; keepalive_requests 1000000; }");
    }

    private static Nginx start(Path work, String server, String... http) throws IOException, InterruptedException {
        int port = Ports.free();
        return start(
                work,
                port,
                "server { listen 127.0.0.1:" + port + " backlog=4096; access_log off; keepalive_requests 1000000; "
                        + server + " }",
                http);
    }

    private static Nginx start(Path work, int port, String server, String... http)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(work, "nginx");
        String temporary = "";
        for (String kind : new String[] {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"})
            temporary += kind + "_temp_path " + folder.resolve(kind) + "; ";
        Path configuration = folder.resolve("nginx.conf");
        Files.writeString(
                configuration,
                (System.getProperty("user.name").equals("root") ? "user root; " : "")
                        + "daemon off; worker_processes 2; pid " + folder.resolve("pid") + "; error_log "
                        + folder.resolve("error.log")
                        + "; events { worker_connections 4096; } http { include /etc/nginx/mime.types; sendfile on; tcp_nopush on; "
                        + "open_file_cache max=1000; " + temporary + String.join(" ", http) + " " + server + " }\n");
        Process process = new ProcessBuilder(program(), "-c", configuration.toString(), "-p", folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        for (int i = 0; i < 100; i++) {
            if (!process.isAlive()) throw new IOException("nginx ended: " + Files.readString(folder.resolve("out")));
            try (Socket probe = new Socket("127.0.0.1", port)) {
                return new Nginx(process, probe.getPort());
            } catch (IOException e) {
                Thread.sleep(50);
            }
        }
        process.destroy();
        throw new IOException("nginx did not start in 5 s");
    }

    private static String program() throws IOException {
        for (String place : new String[] {"/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx"})
            if (Files.isExecutable(Path.of(place))) return place;
        throw new IOException("nginx is missing: apt-get install nginx-light");
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
