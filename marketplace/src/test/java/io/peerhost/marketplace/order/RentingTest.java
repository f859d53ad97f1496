package io.peerhost.marketplace.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;

import io.peerhost.marketplace.lease.LeaseWorker;
import io.peerhost.marketplace.site.RentedSite;
import io.peerhost.marketplace.stack.FakeAgent;
import io.peerhost.marketplace.stack.MarketplaceStack;
import io.peerhost.marketplace.stack.Person;
import io.peerhost.marketplace.stack.Renting;
import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.replica.ReplicaState;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From an offer to money in escrow and back, on a real chain. */
@QuarkusTest
@QuarkusTestResource(MarketplaceStack.class)
class RentingTest {
    private static final BigInteger GIFT = Renting.GIFT;

    private final Person seller = Person.called("seller");
    private final Renting renting = new Renting();
    private final Person renter = renting.renter();

    @Inject
    LeaseWorker worker;

    @BeforeEach
    void giveTokens() {
        renting.giveTokens();
    }

    @Test
    void shouldRunThenGiveTheDepositBackWhenASiteIsOrderedAndDeleted() {
        try (FakeAgent agent = FakeAgent.ready(seller)) {
            offer(agent, 1000);
            String site = renting.order(1).then().statusCode(201).extract().path("name");
            Message.Desired desired =
                    agent.hear(Message.Desired.class, all -> !all.leases().isEmpty());
            assertThat(desired.leases())
                    .extracting(Message.Assignment::siteName)
                    .containsExactly(site);
            renting.awaitStages(site, "ACTIVE");
            renting.awaitBalance(GIFT.subtract(BigInteger.valueOf(5_000_000)));
            agent.replica(desired.leases().getFirst().lease(), ReplicaState.READY);
            await().atMost(FakeAgent.PATIENCE).until(() -> "READY".equals(renting.site(site, "leases[0].state")));

            renter.does().delete("/api/sites/" + site).then().statusCode(204);
            agent.hear(
                    Message.Desired.class,
                    later -> later.revision() > desired.revision()
                            && later.leases().isEmpty());
            renting.awaitBalance(GIFT);
            await().atMost(FakeAgent.PATIENCE).until(() -> sold(agent) == 0);
            renter.does().get("/api/sites/" + site).then().statusCode(404);
        }
    }

    @Test
    void shouldSayWhatEachWishExcludesWhenNothingMatches() {
        try (FakeAgent agent = FakeAgent.ready(seller)) {
            offer(agent, 1000);
            renting.order("too-big", 9000, 1, "5000000")
                    .then()
                    .statusCode(422)
                    .body("type", equalTo("urn:peerhost:problem:no-match"))
                    .body("excluded.resources", greaterThan(0));
        }
    }

    @Test
    void shouldRefuseTheOrderWhenTheWalletHoldsTooLittle() {
        try (FakeAgent agent = FakeAgent.ready(seller)) {
            offer(agent, 1000);
            renting.order("too-dear", 500, 1, "5000000000")
                    .then()
                    .statusCode(422)
                    .body("type", equalTo("urn:peerhost:problem:balance-too-low"));
        }
    }

    @Test
    void shouldOfferNoMoreThanTheMachineHasWhenAskedTo() {
        try (FakeAgent agent = FakeAgent.ready(seller)) {
            seller.sends(renting.offerBody(agent, 10_000, 4001))
                    .post("/api/offers")
                    .then()
                    .statusCode(422)
                    .body("limit", equalTo("cpuMillis"))
                    .body("available", equalTo(4000));
        }
    }

    @Test
    void shouldNeverSellMoreThanIsOfferedWhenManyOrderAtOnce() throws Exception {
        try (FakeAgent agent = FakeAgent.ready(seller);
                ExecutorService many = Executors.newFixedThreadPool(6)) {
            offer(agent, 1500);
            List<Callable<Integer>> orders = IntStream.range(0, 6)
                    .mapToObj(i -> (Callable<Integer>) () -> renting.order(
                                    "crowd-" + i + "-" + renting.region().substring(2), 500, 1, "1000000")
                            .statusCode())
                    .toList();
            int placed = 0;
            for (Future<Integer> one : many.invokeAll(orders)) if (one.get() == 201) placed++;
            assertThat(placed).isEqualTo(3);
            assertThat(sold(agent)).isEqualTo(1500);
        }
    }

    @Test
    void shouldMoveTheReplicaToAnotherSellerWhenItsAgentIsLost() {
        Person other = Person.called("other");
        try (FakeAgent agent = FakeAgent.ready(seller)) {
            offer(agent, 1000);
            String site = renting.order(1).then().statusCode(201).extract().path("name");
            renting.awaitStages(site, "ACTIVE");
            try (FakeAgent spare = FakeAgent.ready(other)) {
                renting.offer(other, spare, 10_000);
                agent.die();
                Message.Desired moved =
                        spare.hear(Message.Desired.class, all -> !all.leases().isEmpty());
                assertThat(moved.leases())
                        .extracting(Message.Assignment::siteName)
                        .containsExactly(site);
                renting.awaitStages(site, "CLOSED", "ACTIVE");
            }
        }
    }

    /** Each order alone is covered by the wallet, both together are not. */
    @Test
    void shouldPromiseABalanceOnceOnlyWhenTwoOrdersComeAtTheSameMoment() throws Exception {
        try (FakeAgent agent = FakeAgent.ready(seller);
                ExecutorService two = Executors.newFixedThreadPool(2)) {
            offer(agent, 2000);
            List<Callable<Integer>> orders = Stream.of("one", "two")
                    .map(name -> (Callable<Integer>)
                            () -> renting.order(name + "-" + renting.region().substring(2), 500, 1, "600000000")
                                    .statusCode())
                    .toList();
            List<Integer> answers = new ArrayList<>();
            for (Future<Integer> one : two.invokeAll(orders)) answers.add(one.get());
            assertThat(answers).containsExactlyInAnyOrder(201, 422);
        }
    }

    /** As when a replica found another seller while its site was being deleted. */
    @Test
    void shouldEndTheLeaseWhenItRunsForADeletedSite() {
        try (FakeAgent agent = FakeAgent.ready(seller)) {
            offer(agent, 1000);
            String site = renting.order(1).then().statusCode(201).extract().path("name");
            renting.awaitStages(site, "ACTIVE");
            QuarkusTransaction.requiringNew().run(() -> RentedSite.named(site).orElseThrow().deletedAt = Instant.now());
            renting.awaitBalance(GIFT);
        }
    }

    @Test
    void shouldHoldAllInvariantsWhenASiteRuns() {
        try (FakeAgent agent = FakeAgent.ready(seller)) {
            offer(agent, 1000);
            String site = renting.order(1).then().statusCode(201).extract().path("name");
            renting.awaitStages(site, "ACTIVE");
            Person.service()
                    .does()
                    .get("/health/invariants")
                    .then()
                    .statusCode(200)
                    .body("holds", everyItem(equalTo(true)))
                    .body("size()", equalTo(3));
        }
    }

    /** A worker that dies after any step is followed by another that asks the same question again. */
    @Test
    void shouldOpenOnceOnlyWhenManyWorkersTakeEveryStepAgainAndAgain() throws Exception {
        try (FakeAgent agent = FakeAgent.ready(seller);
                ExecutorService workers = Executors.newFixedThreadPool(4)) {
            offer(agent, 1000);
            String site = renting.order(1).then().statusCode(201).extract().path("name");
            String lease = renting.site(site, "leases[0].lease");
            List<Callable<Object>> looks = Collections.nCopies(40, Executors.callable(() -> worker.look(lease)));
            for (Future<Object> look : workers.invokeAll(looks)) look.get();
            renting.awaitStages(site, "ACTIVE");
            renting.awaitBalance(GIFT.subtract(BigInteger.valueOf(5_000_000)));
        }
    }

    @Test
    void shouldWithdrawToAnOwnAddressWhenTheWalletHoldsEnough() {
        String target = "0x00000000000000000000000000000000000000aa";
        renter.sends(Map.of("to", target, "amount", "2000000000"))
                .post("/api/wallet/withdrawals")
                .then()
                .statusCode(422);
        renter.sends(Map.of("to", target, "amount", "400000000"))
                .post("/api/wallet/withdrawals")
                .then()
                .statusCode(202);
        renting.awaitBalance(GIFT.subtract(BigInteger.valueOf(400_000_000)));
        await().atMost(FakeAgent.PATIENCE).until(() -> "DONE"
                .equals(renter.does().get("/api/wallet/withdrawals").path("[0].state")));
    }

    private void offer(FakeAgent agent, int cpuMillis) {
        seller.sends(renting.offerBody(agent, 10_000, cpuMillis))
                .post("/api/offers")
                .then()
                .statusCode(201);
    }

    private int sold(FakeAgent agent) {
        return seller.does()
                .queryParam("limit", 200)
                .get("/api/offers")
                .path("items.find { it.agent == '" + agent.key().address() + "' }.sold.cpuMillis");
    }
}
