package io.peerhost.marketplace.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerhost.marketplace.account.MeResource;
import io.peerhost.marketplace.account.SshKeyResource;
import io.peerhost.marketplace.machine.MachineResource;
import io.peerhost.marketplace.offer.OfferResource;
import io.peerhost.marketplace.offer.OfferTerms;
import io.peerhost.marketplace.order.Order;
import io.peerhost.marketplace.order.SiteResource;
import io.peerhost.marketplace.order.SiteView;
import io.peerhost.marketplace.provider.AgentResource;
import io.peerhost.marketplace.provider.Enrolments;
import io.peerhost.marketplace.release.ReleaseResource;
import io.peerhost.marketplace.review.ReputationResource;
import io.peerhost.marketplace.stack.MarketplaceStack;
import io.peerhost.marketplace.wallet.WalletResource;
import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.draft.ReleaseSummary;
import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.lease.Prices;
import io.peerhost.protocol.lease.Resources;
import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.util.RuntimeResourceVisitor;
import org.junit.jupiter.api.Test;

/** The written contract, META-INF/openapi.yaml, is what the service does. */
@QuarkusTest
@QuarkusTestResource(MarketplaceStack.class)
class ContractTest {
    private static final String PROBLEM = "#/components/schemas/Problem";
    private static final Set<String> NATURALLY_IDEMPOTENT = Set.of("enrolAgent");

    private static final List<Class<? extends Record>> RECORDS = List.of(
            MeResource.Me.class,
            SshKeyResource.NewKey.class,
            SshKeyResource.KeyView.class,
            Prices.class,
            Resources.class,
            OfferResource.Sold.class,
            OfferResource.NewOffer.class,
            OfferResource.OfferView.class,
            OfferTerms.class,
            MachineResource.MachineName.class,
            Page.class,
            Enrolments.Token.class,
            AgentResource.Enrolment.class,
            AgentResource.Enrolled.class,
            AgentResource.AgentView.class,
            Message.Inventory.class,
            ReputationResource.ReputationView.class,
            Order.class,
            SiteView.class,
            SiteView.LeaseView.class,
            SiteResource.LogView.class,
            ReleaseResource.Rollback.class,
            ReleaseSummary.class,
            WalletResource.WalletView.class,
            WalletResource.Gift.class,
            WalletResource.Wish.class,
            WalletResource.WithdrawalView.class);

    @Test
    void shouldNameExactlyTheOperationsThereAre() throws IOException {
        Set<String> there = new TreeSet<>();
        RuntimeResourceVisitor.visitRuntimeResources(
                "", ResteasyReactiveRecorder.getCurrentDeployment().getClassMappers(), new RuntimeResourceVisitor() {
                    @Override
                    public void visitRuntimeResource(String method, String path, RuntimeResource resource) {
                        if (path.startsWith("/api/")) there.add(method + " " + path);
                    }
                });
        assertThat(operations().keySet()).containsExactlyElementsOf(there);
    }

    @Test
    void shouldSayHowEachOperationRefusesAndWhoMayUseIt() throws IOException {
        JsonNode document = document();
        operations().forEach((name, operation) -> {
            assertThat(operation.path("operationId").asText()).as(name).isNotEmpty();
            assertThat(operation.path("summary").asText()).as(name).isNotEmpty();
            JsonNode responses = operation.path("responses");
            assertThat(responses.has("default"))
                    .as(name + " documents a default")
                    .isTrue();
            responses.properties().stream()
                    .filter(response -> !response.getKey().startsWith("2"))
                    .forEach(response -> assertThat(resolved(document, response.getValue())
                                    .at("/content/application~1problem+json/schema/$ref")
                                    .asText())
                            .as(name + " " + response.getKey())
                            .isEqualTo(PROBLEM));
            boolean open =
                    operation.has("security") && operation.path("security").isEmpty();
            assertThat(responses.has("401")).as(name + " documents 401").isEqualTo(!open);
            if (name.startsWith("POST")
                    && !NATURALLY_IDEMPOTENT.contains(
                            operation.path("operationId").asText()))
                assertThat(operation.path("parameters").toString()).as(name).contains("IdempotencyKey");
        });
    }

    @Test
    void shouldRefuseStrangersWhereTheContractWantsAToken() throws IOException {
        operations().forEach((name, operation) -> {
            if (operation.has("security")) return;
            String[] words = name.split(" ");
            int status = given().urlEncodingEnabled(false)
                    .header(Idempotency.HEADER, "k")
                    .contentType("application/json")
                    .request(words[0], words[1].replaceAll("\\{[^}]*}", "00000000-0000-0000-0000-000000000000"))
                    .statusCode();
            assertThat(status).as(name).isEqualTo(401);
        });
    }

    @Test
    void shouldNameExactlyTheFieldsThereAre() throws IOException {
        JsonNode schemas = document().path("components").path("schemas");
        for (Class<? extends Record> type : RECORDS) {
            List<String> fields = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getName)
                    .toList();
            Set<String> described = new TreeSet<>();
            schemas.path(type.getSimpleName()).path("properties").fieldNames().forEachRemaining(described::add);
            assertThat(described).as(type.getSimpleName()).containsExactlyInAnyOrderElementsOf(fields);
        }
    }

    /** {@code GET /api/me} to what is said of it. */
    static Map<String, JsonNode> operations() throws IOException {
        Map<String, JsonNode> operations = new TreeMap<>();
        for (var path : document().path("paths").properties())
            for (var operation : path.getValue().properties())
                if (!operation.getKey().equals("parameters"))
                    operations.put(
                            operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), operation.getValue());
        return operations;
    }

    private static JsonNode document() throws IOException {
        return Json.mapper().readTree(given().get("/api/openapi?format=json").asString());
    }

    private static JsonNode resolved(JsonNode document, JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }
}
