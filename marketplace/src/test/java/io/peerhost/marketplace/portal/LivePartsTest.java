package io.peerhost.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerhost.rest.problem.Problem;
import io.smallrye.mutiny.Multi;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How many pages may listen, and that those who leave are forgotten. */
class LivePartsTest {
    private static final int MOST = 300;
    private static final int MOST_OF_ONE = 8;

    private final LiveParts live = new LiveParts();

    @Test
    void shouldForgetAReaderWhenTheyLeave() {
        for (int i = 0; i < 2 * MOST; i++) leave(reader());
        assertThatCode(this::reader).doesNotThrowAnyException();
    }

    @Test
    void shouldSendReadersAwayWhenThereAreTooMany() {
        Multi<LiveParts.Part> first = reader();
        for (int i = 1; i < MOST; i++) reader();
        assertThatThrownBy(this::reader).isInstanceOf(Problem.class);
        leave(first);
        assertThatCode(this::reader).doesNotThrowAnyException();
    }

    @Test
    void shouldLeaveRoomForOthersWhenOneAccountOpensAllItCan() {
        UUID greedy = UUID.randomUUID();
        Multi<LiveParts.Part> first = reader(greedy);
        for (int i = 1; i < MOST_OF_ONE; i++) reader(greedy);
        assertThatThrownBy(() -> reader(greedy)).isInstanceOf(Problem.class);
        assertThatCode(this::reader).doesNotThrowAnyException();
        leave(first);
        assertThatCode(() -> reader(greedy)).doesNotThrowAnyException();
    }

    private Multi<LiveParts.Part> reader() {
        return reader(UUID.randomUUID());
    }

    private Multi<LiveParts.Part> reader(UUID account) {
        return live.of(account, () -> {
            throw new IllegalStateException("Nothing is drawn here");
        });
    }

    private static void leave(Multi<LiveParts.Part> reader) {
        reader.onFailure().recoverWithCompletion().subscribe().with(part -> {}).cancel();
    }
}
