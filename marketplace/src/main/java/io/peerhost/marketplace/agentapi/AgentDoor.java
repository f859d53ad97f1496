package io.peerhost.marketplace.agentapi;

import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.identity.Audience;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Where agents dial in: {@code /agent}. On Vert.x's own WebSocket, which can be told to stop reading; the endpoints of
 * quarkus-websockets-next queue without a limit whatever a peer sends.
 */
@ApplicationScoped
public class AgentDoor implements HttpServerOptionsCustomizer {
    private final AgentConnections connections;
    private final Optional<URI> portal;

    /** @param portal where agents dial in; where it is not said, what they dialled is taken for it */
    public AgentDoor(
            AgentConnections connections, @ConfigProperty(name = "marketplace.portal.url") Optional<URI> portal) {
        this.connections = connections;
        this.portal = portal;
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setMaxWebSocketMessageSize(Message.LONGEST).setMaxWebSocketFrameSize(Message.LONGEST);
    }

    void open(@Observes Router router) {
        router.route("/agent").handler(this::upgrade);
    }

    private String address(HttpServerRequest request) {
        return Audience.of(portal.orElseGet(() -> URI.create(request.scheme() + "://" + request.authority())));
    }

    private void upgrade(RoutingContext request) {
        if (!"websocket".equalsIgnoreCase(request.request().getHeader("Upgrade"))) {
            refuse(request, 426, "Upgrade to a WebSocket");
        } else if (!connections.hasRoom()) {
            refuse(request, 503, "Too many agents");
        } else {
            String address = address(request.request());
            request.request()
                    .toWebSocket()
                    .onSuccess((ServerWebSocket socket) -> connections.opened(socket, address))
                    .onFailure(failure -> request.fail(400));
        }
    }

    private static void refuse(RoutingContext request, int status, String title) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/problem+json")
                .putHeader("Upgrade", "websocket")
                .end("{\"type\":\"urn:peerhost:problem:agent\",\"title\":\"" + title + "\",\"status\":" + status
                        + ",\"detail\":\"Agents connect here by WebSocket; try again later.\"}");
    }
}
