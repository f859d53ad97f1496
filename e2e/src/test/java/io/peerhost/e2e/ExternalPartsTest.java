package io.peerhost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.devstack.process.ChildProcess;
import io.peerhost.devstack.process.Probe;
import io.peerhost.devstack.product.Product;
import io.peerhost.devstack.product.Status;
import io.peerhost.e2e.stack.OthersParts;
import io.peerhost.e2e.stack.Stack;
import io.peerhost.e2e.stack.Until;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A stack on parts that somebody else runs, as in production: none of them is started, all of them are used, none is ended. */
@ExtendWith(Stack.class)
@Order(Integer.MAX_VALUE) // It ends the product of the classes before it.
class ExternalPartsTest {
    private static final List<String> EXTERNAL = List.of("postgresql", "kafka", "keycloak", "s3", "evm");

    @Test
    void shouldRunOnTheNamedPartsAndLeaveThemRunningWhenSettingsNameThem(Stack.Running stack) throws Exception {
        OthersParts others = stack.others().orElseThrow();
        Status status = stack.product().status();
        Path home = stack.product().home();
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
        stack.visitor().sees("hello", "/", "<");
        Product withoutSettings = new Product(stack.product().project(), home, Map.of("PEERHOST_BUILT", "true"));
        String report = Until.get(Duration.ofMinutes(2), withoutSettings::doctor);
        assertThat(report).contains("external").contains("ledger = chain");

        stack.product().down();
        assertThat(others.processes()).allMatch(ChildProcess::alive);
        for (String name : EXTERNAL)
            assertThat(Probe.reachable(status.part(name).url()))
                    .as(name + " after down")
                    .isTrue();
    }
}
