package io.peerhost.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.peerhost.edge.tunnel.Pipe;
import io.peerhost.edge.tunnel.PipeEnd;
import io.peerhost.edge.tunnel.PipeListener;
import io.peerhost.edge.tunnel.PipeTarget;
import io.peerhost.edge.tunnel.Windows;
import io.peerhost.protocol.release.Hash;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes for visitors who do not take it waits at their sellers. */
class SlowVisitorsTest {
    private static final int WIDE = 256 * 1024;
    private static final int SMALL = 16 * 1024;
    private static final int LENGTH = 1 << 20;

    @TempDir
    Path folder;

    private final TestSeller seller = new TestSeller();
    private final Hash blob = Hash.ofContent(new byte[LENGTH]);

    /** A visitor who takes nothing before told to. */
    private final class Visitor implements PipeListener {
        private final AtomicInteger came = new AtomicInteger();
        private final Pipe pipe;
        private volatile boolean taking;
        private volatile boolean closed;

        private Visitor(TestTunnels edge) {
            pipe = edge.tunnels.open(new PipeTarget(seller.agent(), seller.lease, blob), null, this, false);
            pipe.write(ByteBufUtil.writeAscii(
                    ByteBufAllocator.DEFAULT, "GET /blobs/" + blob + " HTTP/1.1\r\nhost: content\r\n\r\n"));
        }

        @Override
        public void received(ByteBuf data) {
            came.addAndGet(data.readableBytes());
            if (taking) pipe.consumed(data.readableBytes());
        }

        private void take() {
            taking = true;
            pipe.consumed(came.get());
        }

        @Override
        public void sent(int bytes) {}

        @Override
        public void closed(PipeEnd end) {
            closed = true;
        }
    }

    @Test
    void shouldLeaveAtTheSellersWhatAllVisitorsTogetherLeaveThereAndGiveThemAllOfItInTheEnd() throws Exception {
        seller.blobs.put(blob, new byte[LENGTH]);
        try (TestTunnels edge = new TestTunnels(folder, _ -> true, 2, new Windows(4 * WIDE))) {
            edge.connect(seller);
            List<Visitor> visitors =
                    Stream.generate(() -> new Visitor(edge)).limit(6).toList();
            TestEdge.await("each has what its window lets through", () -> came(visitors) == 2 * WIDE + 4 * SMALL);

            Visitor quick = new Visitor(edge);
            TestEdge.await("who comes later is answered too", () -> quick.came.get() == SMALL);
            quick.take();
            TestEdge.await("and gets all", () -> quick.came.get() > LENGTH);
            assertThat(came(visitors)).isEqualTo(2 * WIDE + 4 * SMALL);

            visitors.forEach(Visitor::take);
            TestEdge.await("all have all", () -> came(visitors) > 6 * LENGTH);
            assertThat(visitors).noneMatch(visitor -> visitor.closed);
        }
    }

    @Test
    void shouldCutThoseWhoTakeNothingWhenThereIsNoRoomAtAllAndNobodyElse() throws Exception {
        seller.blobs.put(blob, new byte[LENGTH]);
        try (TestTunnels edge = new TestTunnels(folder, _ -> true, 2, new Windows(4 * SMALL))) {
            edge.connect(seller);
            List<Visitor> stalled =
                    Stream.generate(() -> new Visitor(edge)).limit(6).toList();
            TestEdge.await("there is no room", () -> came(stalled) == 6 * SMALL);

            TestEdge.await("there is room again", () -> {
                Visitor quick = new Visitor(edge);
                quick.take();
                TestEdge.await("who takes gets all", () -> quick.came.get() > LENGTH);
                assertThat(quick.closed).isFalse();
                quick.pipe.abort();
                return stalled.stream().anyMatch(visitor -> visitor.closed);
            });
        }
    }

    private static int came(List<Visitor> visitors) {
        return visitors.stream().mapToInt(visitor -> visitor.came.get()).sum();
    }
}
