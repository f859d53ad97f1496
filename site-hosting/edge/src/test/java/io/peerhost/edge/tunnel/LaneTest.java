package io.peerhost.edge.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.release.Hash;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LaneTest {
    @Test
    void shouldLeaveNothingBehindOnItsLoopWhenTheConnectionEnds() {
        Http2Connection connection = new DefaultHttp2Connection(false);
        Lane lane = new Lane(
                connection, new Identification(Bytes32.ZERO, Hash.ofContent(new byte[0]), _ -> {}), (_, _) -> {});
        Http2ConnectionHandler codec = new Http2ConnectionHandlerBuilder()
                .connection(connection)
                .frameListener(lane)
                .gracefulShutdownTimeoutMillis(0)
                .build();
        EmbeddedChannel channel = new EmbeddedChannel(codec);
        channel.freezeTime();
        lane.started(codec, channel.pipeline().context(codec));
        channel.runPendingTasks();
        assertThat(channel.runScheduledPendingTasks()).as("it is looked after").isPositive();

        lane.close("the test ends");
        channel.advanceTimeBy(1, TimeUnit.MINUTES);

        assertThat(channel.runScheduledPendingTasks())
                .as("nothing is to be done")
                .isEqualTo(-1);
    }
}
