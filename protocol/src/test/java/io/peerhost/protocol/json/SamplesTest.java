package io.peerhost.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.type.TypeReference;
import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.Signed;
import io.peerhost.protocol.identity.SigningKey;
import io.peerhost.protocol.lease.CloseRequest;
import io.peerhost.protocol.lease.LeaseEvent;
import io.peerhost.protocol.metering.UsageRecord;
import io.peerhost.protocol.metering.WitnessRecord;
import io.peerhost.protocol.release.PageRules;
import io.peerhost.protocol.release.ReleaseEvent;
import io.peerhost.protocol.replica.ReplicaEvent;
import io.peerhost.protocol.settlement.SettlementEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records stored long ago must still be read, and mean the same. */
class SamplesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "leases",
                "leases-deleted",
                "releases",
                "replicas",
                "settlements",
                "settlements-until",
                "close-requests"
            })
    void shouldReadAndWriteTheSameWhenASampleWasStored(String topic) throws IOException {
        Class<?> type =
                switch (topic) {
                    case "leases", "leases-deleted" -> LeaseEvent.class;
                    case "releases" -> ReleaseEvent.class;
                    case "replicas" -> ReplicaEvent.class;
                    case "close-requests" -> CloseRequest.class;
                    default -> SettlementEvent.class;
                };
        String stored = sample(topic);
        assertThat(Json.mapper().readTree(Json.write(Json.read(stored, type))))
                .isEqualTo(Json.mapper().readTree(stored));
    }

    @Test
    void shouldMeanTheUsualPagesWhenAReleaseWasStoredBeforeThereWereOthers() throws IOException {
        ReleaseEvent before = Json.read(sample("releases-before-pages"), ReleaseEvent.class);
        assertThat(before.pages()).isEqualTo(PageRules.USUAL);
        assertThat(before.release()).isEqualTo(3);
    }

    @Test
    void shouldHaveNoFallbackWhenAReleaseWasStoredBeforeThereWasOne() throws IOException {
        ReleaseEvent before = Json.read(sample("releases-before-fallback"), ReleaseEvent.class);
        assertThat(before.pages()).isEqualTo(new PageRules("home.html", "errors/lost.html", true, null, null));
    }

    @Test
    void shouldServeItsTopWhenAReleaseWasStoredBeforeThereWereDocumentRoots() throws IOException {
        ReleaseEvent before = Json.read(sample("releases-before-document-root"), ReleaseEvent.class);
        assertThat(before.pages()).isEqualTo(new PageRules("home.html", "errors/lost.html", true, "app.html", null));
    }

    @Test
    void shouldStillVerifyWhenASignedUsageRecordWasStored() throws IOException {
        Signed<UsageRecord> usage = Json.read(sample("usage"), new TypeReference<Signed<UsageRecord>>() {});
        assertThat(usage.holds()).isTrue();
        assertThat(usage.statement().egressBytes()).isEqualTo(123_456);
    }

    @Test
    void shouldStillVerifyWhenASignedWitnessRecordWasStored() throws IOException {
        Signed<WitnessRecord> witness = Json.read(sample("witness"), new TypeReference<Signed<WitnessRecord>>() {});
        assertThat(witness.holds()).isTrue();
        assertThat(witness.statement().up()).isTrue();
    }

    @Test
    void shouldIgnoreAFieldThatANewerWriterAdds() throws IOException {
        String newer = sample("replicas").replaceFirst("\\{", "{\"weather\":\"fine\",");
        assertThat(Json.read(newer, ReplicaEvent.class)).isEqualTo(Json.read(sample("replicas"), ReplicaEvent.class));
    }

    @Test
    void shouldSayWhatIsWrongWhenTextIsNoRecord() {
        assertThatExceptionOfType(Json.Malformed.class)
                .isThrownBy(() -> Json.read("{\"lease\":1}", LeaseEvent.class))
                .withMessageContaining("LeaseEvent");
        assertThatExceptionOfType(Json.Malformed.class).isThrownBy(() -> Json.read("null", LeaseEvent.class));
    }

    @Test
    void shouldCarryEveryMessageThroughTheTypeNamedInIt() {
        Message.Up beat = new Message.Heartbeat(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(Json.read(Json.write(beat), Message.class)).isEqualTo(beat);
        SigningKey key = SigningKey.of("11".repeat(32));
        Bytes32 nonce = Bytes32.of("0x" + "22".repeat(32));
        var hello = new Message.Hello(
                key.address(), key.sign(new Message.Login(nonce, key.address(), "portal.example").digest()), "1.0");
        assertThat(Json.read(Json.write(hello), Message.class)).isEqualTo(hello);
    }

    private static String sample(String topic) throws IOException {
        try (InputStream in = SamplesTest.class.getResourceAsStream("/samples/" + topic + ".json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
