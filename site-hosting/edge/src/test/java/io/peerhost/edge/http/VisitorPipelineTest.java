package io.peerhost.edge.http;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class VisitorPipelineTest {
    @Test
    void shouldLeaveNothingToTheLogWhenAVisitorSpeaksHttp2Wrongly() {
        EmbeddedChannel visitor = new EmbeddedChannel(new VisitorPipeline(_ -> {}, Limits.USUAL, new Draining(), null));
        byte[] noFrame =
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nno frame at all, but text".getBytes(StandardCharsets.US_ASCII);

        // What reaches the end of the pipeline, and a stack trace in the log of a real one, is thrown here.
        assertThatCode(() -> visitor.writeInbound(Unpooled.wrappedBuffer(noFrame)))
                .doesNotThrowAnyException();
        visitor.finishAndReleaseAll();
    }
}
