package io.peerhost.e2e.stack;

import io.peerhost.devstack.part.ProjectFolder;
import io.peerhost.devstack.process.Folders;
import io.peerhost.devstack.product.PortalApi;
import io.peerhost.devstack.product.Product;
import io.peerhost.devstack.product.Status;
import io.peerhost.protocol.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One product, started once for the whole suite by {@code ./peerhost up} in a folder of its own and ended after the last
 * test. A test takes it as a parameter of its constructor or method. It runs on {@link OthersParts}, as in production; a class with
 * the tag {@link #OWN} gets one that no other class sees and that starts all its parts itself, so that they may be killed and the
 * class run beside the others.
 */
public final class Stack implements ParameterResolver {
    public static final String OWN = "own-stack";
    private static final ExtensionContext.Namespace HERE = ExtensionContext.Namespace.create(Stack.class);

    /** The product that runs, with what tests ask of it. @param others what it runs on, when that is not its own */
    public record Running(Product product, Status status, Optional<OthersParts> others) implements AutoCloseable {
        public PortalApi as(String account) {
            URI issuer = URI.create(status.part("keycloak").url() + "/realms/peerhost");
            return new PortalApi(status.portal(), issuer, status.account(account));
        }

        public Visitor visitor() {
            return new Visitor(status.edge());
        }

        public Audit audit() {
            return new Audit(
                    URI.create(status.part("billing").url()),
                    URI.create(status.part("evm").url()));
        }

        public Developer developer(String account, Path folder) throws IOException, InterruptedException {
            return Developer.withNewKey(account, as(account), status.sftp(), folder);
        }

        /** Agents whose tunnels end at the edge. @throws IOException while the edge does not say */
        public int tunnels() throws IOException, InterruptedException {
            URI figures = status.edge().resolve("/health/figures");
            try (HttpClient http = HttpClient.newHttpClient()) {
                HttpRequest request = HttpRequest.newBuilder(figures)
                        .timeout(Duration.ofSeconds(10))
                        .build();
                String told =
                        http.send(request, HttpResponse.BodyHandlers.ofString()).body();
                return Json.mapper().readTree(told).path("tunnel.agents").asInt();
            }
        }

        @Override
        public void close() throws IOException {
            product.close();
            if (others.isPresent()) others.get().close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Running.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getTags().contains(OWN)
                ? running(context, context.getRequiredTestClass().getSimpleName(), false)
                : running(context, "shared", true);
    }

    private static Running running(ExtensionContext context, String name, boolean onOthersParts) {
        return context.getRoot().getStore(HERE).computeIfAbsent(name, _ -> start(name, onOthersParts), Running.class);
    }

    private static Running start(String name, boolean onOthersParts) {
        ProjectFolder project = ProjectFolder.find();
        Path home = project.resolve("e2e/target/stack-" + name);
        Path parts = home.resolveSibling(home.getFileName() + "-parts");
        Map<String, String> settings =
                new HashMap<>(Map.of("EPOCH_SECONDS", "20", "WITHDRAW_DELAY_SECONDS", "60", "PEERHOST_BUILT", "true"));
        try {
            // What a run before this one sold would leave less to buy in each further run.
            if (Files.exists(home)) new Product(project.root(), home, settings).down();
            Folders.delete(home);
            Folders.delete(parts);
            Optional<OthersParts> others =
                    onOthersParts ? Optional.of(new OthersParts(project, parts)) : Optional.empty();
            others.ifPresent(given -> settings.putAll(given.settings()));
            Product product = new Product(project.root(), home, settings);
            return new Running(product, product.up(), others);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
