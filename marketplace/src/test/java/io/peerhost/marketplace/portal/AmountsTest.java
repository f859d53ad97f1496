package io.peerhost.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.peerhost.rest.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers that people type. */
class AmountsTest {
    @ParameterizedTest
    @ValueSource(strings = {"1,5", "0,02", "1,000", "1,000.5"})
    void shouldSayWhatToTypeWhenThereIsAComma(String typed) {
        for (Problem refused : new Problem[] {
            catchThrowableOfType(Problem.class, () -> Amounts.tokens("amount", "The amount", typed)),
            catchThrowableOfType(Problem.class, () -> Amounts.whole("amount", "Memory", typed, 1024))
        }) {
            Frame.Notice notice = Wording.notice(refused.body());
            assertThat(notice.detail()).isEqualTo("Write 1.5 with a dot, and no separators.");
            assertThat(notice.field()).isEqualTo("amount");
        }
    }

    @Test
    void shouldBeExactWhenADotIsTyped() {
        assertThat(Amounts.tokens("amount", "The amount", " 1.5 ")).isEqualTo(1_500_000);
        assertThat(Amounts.whole("cpu", "vCPU", "0.1", 1000)).isEqualTo(100);
    }

    @Test
    void shouldRefuseWhenSomethingIsNeededAndNothingIsTyped() {
        Problem refused = catchThrowableOfType(Problem.class, () -> Amounts.some("deposit", "The deposit", "0.0"));
        assertThat(refused.body().detail()).isEqualTo("The deposit is more than 0 tokens.");
        assertThat(catchThrowableOfType(Problem.class, () -> Amounts.whole("cpu", "vCPU", "0", 1000)))
                .isNotNull();
    }
}
