package io.peerhost.marketplace.agentapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.protocol.agent.Message;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.ServerWebSocket;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An agent that takes nothing of what it is sent. */
@Timeout(60)
class UnreadConnectionTest {
    private final CompletableFuture<Object> closed = new CompletableFuture<>();
    private final ServerWebSocket socket = (ServerWebSocket) Proxy.newProxyInstance(
            ServerWebSocket.class.getClassLoader(), new Class<?>[] {ServerWebSocket.class}, this::called);

    /** One thread tells all agents, each second. */
    @Test
    void shouldHoldUpNobodyWhenItIsToldSomething() {
        AgentConnection connection = new AgentConnection(socket, Duration.ofDays(1));
        connection.tell(new Message.Acknowledged(1));
        connection.refuse("No hello in 10 s", true);
        assertThat(connection.isClosed()).isFalse();
    }

    @Test
    void shouldBeClosedWhenItDoesNotTakeInTimeWhatItIsTold() throws Exception {
        new AgentConnection(socket, Duration.ofMillis(1)).tell(new Message.Acknowledged(1));
        assertThat(closed.get(30, TimeUnit.SECONDS)).isEqualTo("too slow");
    }

    private Object called(Object self, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "writeTextMessage" -> Promise.promise().future();
            case "isClosed" -> closed.isDone();
            case "close" -> {
                closed.complete(arguments[1]);
                yield Future.succeededFuture();
            }
            default -> throw new UnsupportedOperationException(method.getName());
        };
    }
}
