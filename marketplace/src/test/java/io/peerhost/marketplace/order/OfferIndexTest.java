package io.peerhost.marketplace.order;

import io.agroal.api.AgroalDataSource;
import io.peerhost.marketplace.stack.FakeAgent;
import io.peerhost.marketplace.stack.MarketplaceStack;
import io.peerhost.marketplace.stack.Person;
import io.peerhost.marketplace.stack.Renting;
import io.peerhost.messaging.sql.Sql;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Orders that come before the news of what they would be matched with. */
@QuarkusTest
@QuarkusTestResource(MarketplaceStack.class)
class OfferIndexTest {
    private final Person seller = Person.called("seller");
    private final Renting here = new Renting();
    private final Renting elsewhere = new Renting();

    @Inject
    AgroalDataSource database;

    @Test
    void shouldFindWhatNobodyToldOfWhenAllWasReadJustBefore() throws SQLException {
        elsewhere.giveTokens();
        try (FakeAgent agent = FakeAgent.ready(seller)) {
            here.offer(seller, agent, 10_000);
            elsewhere.order(1).then().statusCode(422);
            try (Connection connection = database.getConnection()) {
                Sql.update(
                        connection,
                        "UPDATE offer SET region = ?, changed_at = now() WHERE region = ?",
                        elsewhere.region(),
                        here.region());
            }
            elsewhere.order(1).then().statusCode(201);
        }
    }
}
