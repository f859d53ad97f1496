package io.peerhost.marketplace.agentapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is passed over by mistake is lost, what is asked for again by mistake stops an agent for good. */
class UnkeepableTest {
    @ParameterizedTest
    @CsvSource({"22021, true", "23514, true", "08006, false", "40P01, false", "57014, false", "53300, false", ", false"
    })
    void shouldPassOverWhatTheDatabaseRefusesForItsValuesOnly(String state, boolean unkeepable) {
        Throwable failure = new IllegalStateException(new RuntimeException(new SQLException("no", state)));
        assertThat(Unkeepable.is(failure)).isEqualTo(unkeepable);
    }

    @Test
    void shouldNotPassOverWhatFailsWithoutSayingWhy() {
        assertThat(Unkeepable.is(new IllegalStateException("The transaction was rolled back")))
                .isFalse();
    }
}
