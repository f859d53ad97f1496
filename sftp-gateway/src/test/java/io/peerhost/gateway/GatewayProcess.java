package io.peerhost.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerhost.devstack.process.Ports;
import io.peerhost.protocol.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The gateway as operators run it, a process of its own, which can be killed. */
final class GatewayProcess implements AutoCloseable {
    final int sftpPort;
    private final int httpPort;
    private final Process process;

    GatewayProcess(Path data, StandIn standIn) throws Exception {
        this(data, standIn, List.of());
    }

    /** @param starter the words of a command that runs another in its place */
    GatewayProcess(Path data, StandIn standIn, List<String> starter) throws Exception {
        sftpPort = Ports.free();
        httpPort = Ports.free();
        List<String> line = new ArrayList<>(starter);
        line.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(data.resolveSibling("gateway.log").toFile());
        builder.environment()
                .putAll(Map.of(
                        "SFTP_PORT", String.valueOf(sftpPort),
                        "HTTP_PORT", String.valueOf(httpPort),
                        "DATA_DIR", data.toString(),
                        "OIDC_ISSUER", standIn.uri() + "/realms/peerhost",
                        "OIDC_SECRET", "secret",
                        "PORTAL_URL", standIn.uri().toString(),
                        "SITES_URL", standIn.uri().toString()));
        process = builder.start();
        Rig.await("the gateway is ready", this::isReady);
    }

    private boolean isReady() {
        if (!process.isAlive()) throw new AssertionError("The gateway ended with " + process.exitValue());
        return figure("spool.bytes") >= 0;
    }

    /** @return -1 when it does not answer */
    long figure(String name) {
        try (var figures = URI.create("http://127.0.0.1:" + httpPort + "/health/figures")
                .toURL()
                .openStream()) {
            return Json.mapper().readValue(figures, JsonNode.class).path(name).asLong();
        } catch (IOException e) {
            return -1;
        }
    }

    /** As kill -9 does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
    }

    void end() throws InterruptedException {
        process.destroy();
        process.waitFor(60, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
