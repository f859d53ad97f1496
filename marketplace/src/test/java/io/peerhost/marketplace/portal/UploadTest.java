package io.peerhost.marketplace.portal;

import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import io.peerhost.marketplace.stack.FakeAgent;
import io.peerhost.marketplace.stack.MarketplaceStack;
import io.peerhost.marketplace.stack.Person;
import io.peerhost.marketplace.stack.Renting;
import io.peerhost.protocol.draft.DraftProgress;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.Test;

/** What a site's page shows of an upload, and what its replicas wrote. */
@QuarkusTest
@QuarkusTestResource(MarketplaceStack.class)
class UploadTest {
    private static final Instant BEGAN = Instant.now().minusSeconds(3);
    private static final Instant LATER = BEGAN.plusSeconds(1);

    private final Renting renting = new Renting();
    private final Person seller = Person.called("seller");

    @Inject
    EntityManager database;

    @Test
    void shouldShowWhatHasArrivedUntilItIsPublishedWhenSomebodyUploads() {
        renting.giveTokens();
        try (FakeAgent agent = FakeAgent.ready(seller)) {
            renting.offer(seller, agent, 10_000);
            String site = renting.order(1).then().statusCode(201).extract().path("name");
            UUID id = UUID.fromString(renting.site(site, "id"));
            shows(site, not(containsString("<h2 class=\"title\">Upload")));
            tell(
                    new DraftProgress(id, 3, 5 << 20, 1, BEGAN, null),
                    new DraftProgress(UUID.randomUUID(), 1, 1, 1, BEGAN, null));
            shows(site, allOf(containsString("going on"), containsString("5 MiB"), containsString("3 <small>files")));
            silent(id);
            shows(site, containsString("not published"));
            tell(new DraftProgress(id, 3, 5 << 20, 1, null, null));
            shows(site, containsString("going on"));
            tell(new DraftProgress(id, 4, 6 << 20, 0, BEGAN, LATER));
            shows(site, not(containsString("<h2 class=\"title\">Upload")));
            seller.sends(List.of()).post("/internal/drafts").then().statusCode(403);
        }
    }

    private static void tell(DraftProgress... drafts) {
        Person.service().sends(List.of(drafts)).post("/internal/drafts").then().statusCode(204);
    }

    private void shows(String site, Matcher<String> what) {
        Form.browser(renting.renter())
                .get("/sites/" + site)
                .then()
                .statusCode(200)
                .body(what);
    }

    /** As when its gateway was ended a while ago. */
    private void silent(UUID site) {
        QuarkusTransaction.requiringNew().run(() -> database.createNativeQuery(
                        "UPDATE draft SET told_at = told_at - interval '1 minute' WHERE site = ?1")
                .setParameter(1, site)
                .executeUpdate());
    }
}
