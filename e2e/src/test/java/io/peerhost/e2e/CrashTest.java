package io.peerhost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerhost.chain.node.Chain;
import io.peerhost.devstack.product.PortalApi;
import io.peerhost.e2e.stack.Audit;
import io.peerhost.e2e.stack.Developer;
import io.peerhost.e2e.stack.Evidence;
import io.peerhost.e2e.stack.Money;
import io.peerhost.e2e.stack.Sites;
import io.peerhost.e2e.stack.Stack;
import io.peerhost.e2e.stack.Until;
import io.peerhost.e2e.stack.Visitor;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.lease.SiteKind;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two leases side by side: the calm one lives and ends before anything is killed; in the life of the other each process is killed
 * once. Both are billed to the unit what a reckoning from the signed records comes to that nothing ever interrupted, and the
 * visitor's own count of bytes says that those records miss nothing.
 */
@Tag(Stack.OWN)
@ExtendWith(Stack.class)
class CrashTest {
    /** Kafka lives in the launcher's own process: nothing brings that back but who started it. */
    private static final String LAUNCHER = "kafka";

    private static final List<String> VICTIMS = List.of(
            "marketplace",
            "sites",
            "billing",
            "edge",
            "sftp-gateway",
            "agent-sofia",
            "agent-sam",
            "s3",
            "evm",
            "postgresql",
            "keycloak",
            LAUNCHER);

    /** So large that all pages and folders together weigh less than one. */
    private static final int MEASURED_BYTES = 512 * 1024;

    @TempDir
    Path temp;

    @Test
    void shouldComeToTheSameBillWhenEachProcessIsKilledOnce(Stack.Running stack) throws Exception {
        PortalApi alice = stack.as("alice");
        Visitor visitor = stack.visitor();
        Developer developer = stack.developer("alice", temp);
        Audit audit = stack.audit();
        String kafka = stack.status().part(LAUNCHER).url();
        String calm = Sites.ordered(alice, "calm", SiteKind.STATIC, 1);
        String site = Sites.ordered(alice, "crash", SiteKind.STATIC, 1);
        Path first = Sites.folder(temp, "first", "worth money", 20);
        developer.put(calm, "first");
        for (String victim : VICTIMS) Files.writeString(first.resolve("last-before-" + victim), measured());
        developer.put(site, "first");
        visitor.sees(calm, "/", "worth money");
        for (int i = 1; i < 20; i++) visitor.get(calm, "/pages/deep/page-" + i + ".html");
        Bytes32 calmLease = served(alice, calm);
        Bytes32 lease = served(alice, site);

        try (Chain chain = audit.chain()) {
            Money money = new Money(audit, chain);
            Until.passes(Duration.ofMinutes(1), () -> assertThat(
                            Evidence.of(kafka, calmLease).isWorthMoney())
                    .as("the calm lease was up for long enough")
                    .isTrue());
            alice.delete("/api/sites/" + calm);
            for (String victim : VICTIMS) {
                Until.passes(Duration.ofMinutes(2), () -> assertThat(stack.tunnels())
                        .as("agents at the edge")
                        .isEqualTo(2));
                visitor.sees(site, "/last-before-" + victim, "measured");
                stack.product().kill(victim);
                if (victim.equals(LAUNCHER)) stack.product().up();
                Sites.folder(temp, victim, "after " + victim, 5);
                Until.get(Duration.ofMinutes(3), () -> {
                    developer.sftp("put -r " + victim + "/. /" + site);
                    return victim;
                });
                Until.get(Duration.ofMinutes(2), () -> visitor.sees(site, "/", "after " + victim));
                Until.passes(Duration.ofMinutes(3), () -> assertThat(
                                stack.product().status().part(victim).state())
                        .as(victim + " is back")
                        .isEqualTo("up"));
            }
            alice.delete("/api/sites/" + site);
            Evidence calmEvidence = complete(kafka, calmLease);
            money.requirePaid(calmLease, calmEvidence);
            money.requirePaid(lease, complete(kafka, lease));
            requireNothingMissing(Evidence.of(kafka, lease));
        }
        Until.get(Duration.ofMinutes(2), () -> stack.product().doctor());
    }

    private static String measured() {
        byte[] random = new byte[(MEASURED_BYTES - "measured".length()) / 2];
        new SecureRandom().nextBytes(random);
        return "measured" + HexFormat.of().formatHex(random);
    }

    /** The lease of a site's one replica, once that serves the site's release. */
    private static Bytes32 served(PortalApi renter, String site) {
        return Until.get(Duration.ofSeconds(90), () -> {
            JsonNode told = Sites.inStage(renter, site, "ACTIVE");
            JsonNode lease = told.path("leases").get(0);
            assertThat(lease.path("serves").asText())
                    .as("what the replica serves")
                    .isEqualTo(told.path("root").asText());
            return Bytes32.of(lease.path("lease").asText());
        });
    }

    /** Once nothing more comes: it ended, and the last record is older than two of the agent's and the edge's rounds. */
    private static Evidence complete(String kafka, Bytes32 lease) {
        return Until.get(Duration.ofMinutes(2), () -> {
            Evidence evidence = Evidence.of(kafka, lease);
            assertThat(Instant.now()).isAfter(evidence.activeTo().plusSeconds(30));
            return evidence;
        });
    }

    private static void requireNothingMissing(Evidence evidence) {
        BigInteger counted = BigInteger.valueOf((long) MEASURED_BYTES * VICTIMS.size());
        assertThat(evidence.witnessedEgress())
                .as("bytes the edge says went to visitors, of " + evidence)
                .isBetween(counted, counted.add(BigInteger.valueOf(MEASURED_BYTES - 1)));
        assertThat(evidence.claimedEgress())
                .as("bytes the agent says it sent, its answers to probes among them")
                .isGreaterThanOrEqualTo(evidence.witnessedEgress());
    }
}
