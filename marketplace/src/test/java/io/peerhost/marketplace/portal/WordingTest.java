package io.peerhost.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.marketplace.order.Exclusion;
import io.peerhost.rest.problem.Problem;
import java.math.BigInteger;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What people are told of a refusal. */
class WordingTest {
    @Test
    void shouldCountInWordsWhenNoOfferFits() {
        Frame.Notice notice = noMatch(2, Map.of(Exclusion.AWAY, 1, Exclusion.REGIONS, 2));
        assertThat(notice.title()).isEqualTo("No machines fit this order");
        assertThat(notice.detail())
                .isEqualTo("Of 2 offers, 1 is away; 2 are in other regions. Leave the regions empty for anywhere.");
    }

    @Test
    void shouldSayThatAllAreFullWhenNoneHasRoom() {
        Frame.Notice notice = noMatch(1, Map.of(Exclusion.RESOURCES, 1));
        assertThat(notice.title()).isEqualTo("All machines are full");
        assertThat(notice.detail()).contains("take a smaller one");
    }

    @Test
    void shouldUseThePagesUnitsWhenAMachineHasLess() {
        Frame.Notice notice = Wording.notice(Problem.refused("more-than-there-is", "1800 of cpuMillis")
                .with("limit", "cpuMillis")
                .with("available", 1800L)
                .with("had", 2000L)
                .body());
        assertThat(notice.detail()).isEqualTo("1.8 vCPU left of 2; 0.2 are rented.");
        assertThat(notice.field()).isEqualTo("cpu");
    }

    @Test
    void shouldNameTheFieldOfItsFormWhenTheWalletHoldsTooLittle() {
        Problem refused =
                Problem.refused("balance-too-low", "base units").with("balance", BigInteger.valueOf(1_500_000));
        assertThat(Wording.notice(refused.body()).detail()).contains("1.50 tokens");
        assertThat(Wording.notice(refused.body()).field()).isEqualTo("amount");
        assertThat(Wording.notice(refused.with("deposit", BigInteger.TWO).body())
                        .field())
                .isEqualTo("deposit");
    }

    private static Frame.Notice noMatch(int standing, Map<Exclusion, Integer> excluded) {
        return Wording.notice(Problem.refused("no-match", "No offers fit")
                .with("standing", standing)
                .with("excluded", excluded)
                .body());
    }
}
