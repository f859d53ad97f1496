package io.peerhost.billing.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import io.peerhost.billing.usage.Evidence;
import io.peerhost.protocol.identity.Signed;
import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.lease.LeaseEvent;
import io.peerhost.protocol.lease.LeaseStage;
import io.peerhost.protocol.metering.UsageRecord;
import io.peerhost.protocol.metering.WitnessRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What billing reads was written by services of other ages: records stored long ago must still count the same. */
class SamplesTest {
    @Test
    void shouldStillCountAUsageRecordThatWasStored() throws IOException {
        Signed<UsageRecord> signed = Json.read(sample("usage"), new TypeReference<Signed<UsageRecord>>() {});
        assertThat(signed.holds()).isTrue();
        Evidence evidence = new Evidence();
        evidence.add(signed.statement());
        assertThat(evidence.claims().values()).singleElement().satisfies(claim -> {
            assertThat(claim.upSeconds()).isEqualTo(3600);
            assertThat(claim.egressBytes()).isEqualTo(123_456);
            assertThat(claim.cpuMillis()).isEqualTo(1200);
            assertThat(claim.key().sequence()).isEqualTo(5);
        });
    }

    @Test
    void shouldStillCountAWitnessRecordThatWasStored() throws IOException {
        Signed<WitnessRecord> signed = Json.read(sample("witness"), new TypeReference<Signed<WitnessRecord>>() {});
        assertThat(signed.holds()).isTrue();
        Evidence evidence = new Evidence();
        evidence.add(signed.statement());
        assertThat(evidence.slots()).containsValue(true);
        assertThat(evidence.egress()).containsValue(123_999L);
    }

    @Test
    void shouldStillKnowALeaseThatWasStored() throws IOException {
        LeaseEvent event = Json.read(sample("leases"), LeaseEvent.class);
        assertThat(event.stage()).isEqualTo(LeaseStage.ACTIVE);
        assertThat(event.version()).isEqualTo(3);
        assertThat(event.reserved().cpuMillis()).isEqualTo(500);
        assertThat(event.prices().vcpuHour()).isEqualTo(20_000);
    }

    private static String sample(String topic) throws IOException {
        try (InputStream in = SamplesTest.class.getResourceAsStream("/samples/" + topic + ".json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
