package io.peerhost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.devstack.part.ProjectFolder;
import io.peerhost.devstack.process.ChildProcess;
import io.peerhost.devstack.process.Probe;
import io.peerhost.devstack.product.Product;
import io.peerhost.devstack.product.Status;
import io.peerhost.e2e.stack.OthersParts;
import io.peerhost.e2e.stack.Until;
import io.peerhost.e2e.stack.Visitor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stack on parts that somebody else runs, as in production: none of them is started, all of them are used, none is ended. */
@Order(Integer.MIN_VALUE) // Its stack ends before that of the other classes starts: less is in memory at once.
class ExternalPartsTest {
    private static final List<String> EXTERNAL = List.of("postgresql", "kafka", "keycloak", "s3", "evm");

    @TempDir
    Path temp;

    @Test
    void shouldRunOnTheNamedPartsAndLeaveThemRunningWhenSettingsNameThem() throws Exception {
        ProjectFolder project = ProjectFolder.find();
        try (OthersParts others = new OthersParts(project, temp)) {
            Map<String, String> settings = new HashMap<>(others.settings());
            settings.put("EPOCH_SECONDS", "20");
            settings.put("PEERHOST_BUILT", "true");
            Path home = temp.resolve("home");
            Status status;
            try (Product product = new Product(project.root(), home, settings)) {
                status = product.up();
                for (String name : EXTERNAL) {
                    assertThat(status.part(name).pid())
                            .as(name + " is no process of this stack")
                            .isEqualTo(-1);
                    assertThat(status.part(name).state()).isEqualTo("up");
                    assertThat(home.resolve("data/" + name))
                            .as("data of an embedded " + name)
                            .doesNotExist();
                }
                assertThat(status.demo()).as("demo sites").isNotEmpty();
                new Visitor(status.edge()).sees("hello", "/", "<");
                Product withoutSettings = new Product(project.root(), home, Map.of("PEERHOST_BUILT", "true"));
                String report = Until.get(Duration.ofMinutes(2), withoutSettings::doctor);
                assertThat(report).contains("external").contains("ledger = chain");
            }
            assertThat(others.processes()).allMatch(ChildProcess::alive);
            for (String name : EXTERNAL)
                assertThat(Probe.reachable(status.part(name).url()))
                        .as(name + " after down")
                        .isTrue();
        }
    }
}
