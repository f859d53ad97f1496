package io.peerhost.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LastWordTest {
    private final List<String> told = new ArrayList<>();
    private boolean full = true;
    private final LastWord<String> word = new LastWord<>(text -> !full && told.add(text));

    @Test
    void shouldTellTheNewestOnceWhenThereIsRoomAgain() throws Exception {
        word.say("without pods");
        word.say("with pods");
        word.retry();
        assertThat(told).isEmpty();

        full = false;
        word.retry();
        word.retry();

        assertThat(told).containsExactly("with pods");
    }
}
