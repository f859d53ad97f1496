package io.peerhost.sites.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;

import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.lease.LeaseStage;
import io.peerhost.protocol.lease.Resources;
import io.peerhost.sites.Api;
import io.peerhost.sites.Leases;
import io.peerhost.sites.Parts;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Parts.class)
class LeaseProjectionTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @Inject
    Leases leases;

    @Test
    void shouldKnowASiteWhenItsFirstLeaseIsFunded() {
        UUID site = UUID.randomUUID();
        Bytes32 first = Bytes32.random(RANDOM);
        Bytes32 second = Bytes32.random(RANDOM);

        leases.send(first, 1, site, Address.ZERO, LeaseStage.FUNDED);
        leases.send(second, 1, site, Address.ZERO, LeaseStage.FAILED);

        Leases.await(() -> leases.number("SELECT count(*) FROM lease WHERE site = ?", site) == 2);
        assertThat(leases.number("SELECT count(*) FROM lease WHERE site = ? AND runs", site))
                .isEqualTo(1);
        Api.service()
                .get("/internal/sites/" + site)
                .then()
                .statusCode(200)
                .body("kind", is("STATIC"))
                .body("publishAfterIdleSeconds", is(5))
                .body("url", endsWith("/"))
                .body("quotaBytes", is(10_737_418_240L))
                .body("current", is((Object) null));
    }

    @Test
    void shouldTakeNoMoreThanItsLeasesReserveOnDisk() {
        UUID site = UUID.randomUUID();
        Bytes32 lease = Bytes32.random(RANDOM);
        leases.send(lease, 1, site, Address.ZERO, LeaseStage.FUNDED, new Resources(100, 64, 512), null);
        Leases.await(() -> leases.number("SELECT count(*) FROM lease WHERE site = ?", site) == 1);
        assertThat(leases.number("SELECT quota_bytes FROM site WHERE id = ?", site))
                .isEqualTo(512L << 20);

        // A site that was known before quotas followed the leases.
        leases.update("UPDATE site SET quota_bytes = 10737418240 WHERE id = ?", site);
        leases.send(lease, 2, site, Address.ZERO, LeaseStage.ACTIVE, new Resources(100, 64, 512), null);
        Leases.await(() -> leases.number("SELECT version FROM lease WHERE site = ?", site) == 2);
        assertThat(leases.number("SELECT quota_bytes FROM site WHERE id = ?", site))
                .isEqualTo(512L << 20);
    }
}
