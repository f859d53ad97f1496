package io.peerhost.agent.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.agent.podman.Firewall;
import io.peerhost.agent.runtime.Pod;
import io.peerhost.protocol.agent.Message.Assignment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a tenant in a pod may not do. */
class PodIsolationTest {
    @RegisterExtension
    static final PodMachine machine = new PodMachine();

    @Test
    void shouldHoldLimitsAndRightsWhenAPodRuns() throws Exception {
        Assignment lease = machine.php(
                "<?php echo posix_getuid(), ' ', @file_put_contents('/x', '1') === false ? 'ro' : 'rw', ' ',"
                        + " @file_put_contents('/site/x', '1') === false ? 'ro' : 'rw', ' ', file_put_contents('/tmp/x', '1'), ' ',"
                        + " preg_match('/CapBnd:\\s+0+\\n/', file_get_contents('/proc/self/status')), ' ',"
                        + " preg_match('/NoNewPrivs:\\s+1/', file_get_contents('/proc/self/status')), ' ',"
                        + " trim(file_get_contents('/proc/self/cgroup')) !== '' ? 'in' : 'out';");

        machine.node.run(lease);

        assertThat(machine.get(machine.awaitReady(lease), "/").body()).isEqualTo("10001 ro ro 1 1 1 in");
        Pod pod = machine.node.replicas.pods(lease.lease()).getFirst();
        assertThat(machine.runtime.usage(pod)).hasValueSatisfying(usage -> {
            assertThat(usage.cpuNanos()).isPositive();
            assertThat(usage.memoryBytes()).isBetween(1L << 20, 128L << 20);
        });
    }

    @Test
    void shouldReachNeitherHostNorOtherTenantWhenAPodTries() throws Exception {
        String probe = "<?php $s = @fsockopen($_GET['h'], (int) $_GET['p'], $n, $e, 2); echo $s ? 'open' : 'shut';";
        Assignment one = machine.php(probe);
        Assignment other = machine.php(probe + " // other");
        machine.node.run(one, other);
        InetSocketAddress pod = machine.awaitReady(one);
        InetSocketAddress neighbour = machine.awaitReady(other);
        Firewall firewall = machine.firewall();
        try (ServerSocket host = new ServerSocket(0, 50)) {
            Thread.ofVirtual().start(() -> acceptAll(host));
            byte[] gateway = pod.getAddress().getAddress();
            gateway[3] = (byte) (gateway[3] & 0xf0 | 1);
            String question = "/?h=" + InetAddress.getByAddress(gateway).getHostAddress() + "&p=" + host.getLocalPort();

            // Without rules the host is open: so the probe would see it.
            firewall.remove();
            machine.eventually(() -> machine.get(pod, question).body().equals("open"));
            machine.runtime.guard();

            assertThat(machine.get(pod, question).body()).as("the host").isEqualTo("shut");
            assertThat(machine.get(pod, "/?h=" + neighbour.getAddress().getHostAddress() + "&p=8080")
                            .body())
                    .as("another tenant")
                    .isEqualTo("shut");
            assertThat(machine.get(pod, "/?h=169.254.169.254&p=80").body())
                    .as("metadata")
                    .isEqualTo("shut");
        }
    }

    private static void acceptAll(ServerSocket host) {
        try {
            while (true) {
                Socket socket = host.accept();
                socket.close();
            }
        } catch (IOException e) {
            // The test is over.
        }
    }
}
