package io.peerhost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerhost.devstack.product.PortalApi;
import io.peerhost.e2e.stack.Audit;
import io.peerhost.e2e.stack.Developer;
import io.peerhost.e2e.stack.Sites;
import io.peerhost.e2e.stack.Stack;
import io.peerhost.e2e.stack.Until;
import io.peerhost.e2e.stack.Visitor;
import io.peerhost.protocol.lease.SiteKind;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Each process killed once in the middle of its work: it comes back, nothing is lost, nothing is charged twice. */
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
            "s3",
            "evm",
            "postgresql",
            "keycloak",
            LAUNCHER);

    @TempDir
    Path temp;

    @Test
    void shouldGoOnWhereItWasWhenEachProcessIsKilledOnce(Stack.Running stack) throws Exception {
        PortalApi alice = stack.as("alice");
        Visitor visitor = stack.visitor();
        Developer developer = stack.developer("alice", temp);
        Audit audit = stack.audit();
        String site = Sites.ordered(alice, "crash", SiteKind.STATIC, 1);
        for (String victim : VICTIMS) {
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
        String lease = Sites.inStage(alice, site, "ACTIVE")
                .path("leases")
                .get(0)
                .path("lease")
                .asText();
        Until.passes(Duration.ofMinutes(3), () -> {
            JsonNode proof = audit.proof(lease);
            assertThat(new BigInteger(proof.path("cumulative").asText())).isPositive();
            assertThat(proof.path("stage").asText()).isEqualTo("CLAIMED");
        });
        Until.get(Duration.ofMinutes(2), () -> stack.product().doctor());
    }
}
