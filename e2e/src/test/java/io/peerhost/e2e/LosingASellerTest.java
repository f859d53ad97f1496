package io.peerhost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.devstack.product.PortalApi;
import io.peerhost.e2e.stack.Developer;
import io.peerhost.e2e.stack.Sites;
import io.peerhost.e2e.stack.Stack;
import io.peerhost.e2e.stack.Until;
import io.peerhost.e2e.stack.Visitor;
import io.peerhost.protocol.lease.SiteKind;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** No site with two replicas goes dark when one seller is gone. */
@ExtendWith(Stack.class)
class LosingASellerTest {
    @TempDir
    Path temp;

    @Test
    void shouldFailNoRequestWhenASellerIsKilledUnderLoad(Stack.Running stack) throws Exception {
        PortalApi alice = stack.as("alice");
        Visitor visitor = stack.visitor();
        Developer developer = stack.developer("alice", temp);
        String site = Sites.ordered(alice, "steady", SiteKind.STATIC, 2);
        Sites.folder(temp, "one", "steady", 200);
        developer.put(site, "one");
        visitor.sees(site, "/", "steady");

        List<String> failures = new CopyOnWriteArrayList<>();
        AtomicInteger answered = new AtomicInteger();
        AtomicBoolean going = new AtomicBoolean(true);
        List<Thread> visitors = IntStream.range(0, 4)
                .mapToObj(number -> Thread.ofVirtual().start(() -> {
                    for (int i = 1 + number; going.get(); i += 4)
                        try {
                            HttpResponse<String> answer =
                                    visitor.get(site, "/pages/deep/page-" + (1 + i % 199) + ".html");
                            answered.incrementAndGet();
                            if (answer.statusCode() != 200) failures.add(answer.statusCode() + " " + answer.body());
                        } catch (Exception e) {
                            failures.add(e.toString());
                        }
                }))
                .toList();
        Until.passes(Duration.ofSeconds(60), () -> assertThat(answered.get()).isGreaterThan(50));
        stack.product().kill("agent-sam");
        int then = answered.get();
        Until.passes(Duration.ofSeconds(60), () -> assertThat(answered.get()).isGreaterThan(then + 400));
        going.set(false);
        for (Thread thread : visitors) thread.join();
        assertThat(failures).isEmpty();
        Until.passes(Duration.ofSeconds(120), () -> assertThat(
                        stack.product().status().part("agent-sam").state())
                .isEqualTo("up"));
    }
}
