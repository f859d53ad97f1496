package io.peerhost.agent.podman;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerhost.protocol.json.Json;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The calls of podman's own REST interface (libpod, version 4) that the agent makes. */
public final class Libpod {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String BASE = "/v4.0.0/libpod";

    private final UnixHttp http;

    Libpod(UnixHttp http) {
        this.http = http;
    }

    /** podman said no. */
    public static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }

    boolean answers() {
        try {
            return http.send("GET", BASE + "/_ping", new byte[0], Duration.ofSeconds(5))
                            .status()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** @param spec podman's PodSpecGenerator */
    public void createPod(Map<String, Object> spec) throws IOException {
        call("POST", "/pods/create", spec);
    }

    /** @param spec podman's SpecGenerator; @return the container's id */
    public String createContainer(Map<String, Object> spec) throws IOException {
        return call("POST", "/containers/create", spec).path("Id").asText();
    }

    public void startPod(String name) throws IOException {
        JsonNode answer = call("POST", "/pods/" + name + "/start", null);
        if (answer.path("Errs").size() > 0) throw new Refused("The pod did not start: " + answer.get("Errs"));
    }

    /** A container as {@code podman inspect} shows it; empty when there is none. */
    public Optional<JsonNode> container(String id) throws IOException {
        return find("/containers/" + id + "/json");
    }

    /** All pods with a label, running or not. */
    public List<JsonNode> pods(String label, String value) throws IOException {
        String filters = Json.write(Map.of("label", List.of(label + "=" + value)));
        List<JsonNode> pods = new ArrayList<>();
        call("GET", "/pods/json?filters=" + URLEncoder.encode(filters, StandardCharsets.UTF_8), null)
                .forEach(pods::add);
        return pods;
    }

    /** Asks it to end, gives it a moment, and removes it. Nothing there: no error. */
    public void removePod(String name) throws IOException, InterruptedException {
        UnixHttp.Answer asked = send("POST", "/pods/" + name + "/kill?signal=TERM", null);
        if (asked.status() == 404) return;
        Thread.sleep(400);
        send("POST", "/pods/" + name + "/kill?signal=KILL", null);
        UnixHttp.Answer removed = send("DELETE", "/pods/" + name + "?force=true", null);
        if (removed.status() >= 400 && removed.status() != 404) throw refused("DELETE pod " + name, removed);
    }

    public Optional<JsonNode> network(String name) throws IOException {
        return find("/networks/" + name + "/json");
    }

    public List<JsonNode> networks() throws IOException {
        List<JsonNode> networks = new ArrayList<>();
        call("GET", "/networks/json", null).forEach(networks::add);
        return networks;
    }

    public void createNetwork(Map<String, Object> network) throws IOException {
        call("POST", "/networks/create", network);
    }

    public void removeNetwork(String name) throws IOException {
        UnixHttp.Answer removed = send("DELETE", "/networks/" + name, null);
        if (removed.status() >= 400 && removed.status() != 404) throw refused("DELETE network " + name, removed);
    }

    private Optional<JsonNode> find(String path) throws IOException {
        UnixHttp.Answer answer = send("GET", path, null);
        if (answer.status() == 404) return Optional.empty();
        return Optional.of(parsed("GET " + path, answer));
    }

    private JsonNode call(String method, String path, Object body) throws IOException {
        return parsed(method + " " + path, send(method, path, body));
    }

    private UnixHttp.Answer send(String method, String path, Object body) throws IOException {
        return http.send(method, BASE + path, body == null ? new byte[0] : Json.bytes(body), LIMIT);
    }

    private static JsonNode parsed(String what, UnixHttp.Answer answer) throws IOException {
        if (answer.status() >= 400) throw refused(what, answer);
        return answer.body().length == 0
                ? Json.mapper().nullNode()
                : Json.mapper().readTree(answer.body());
    }

    private static Refused refused(String what, UnixHttp.Answer answer) {
        String text = answer.text().strip();
        return new Refused("podman refused " + what.replaceFirst("\\?.*", "") + ": " + answer.status() + " "
                + text.substring(0, Math.min(text.length(), 600)));
    }
}
