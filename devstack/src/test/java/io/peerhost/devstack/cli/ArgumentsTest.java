package io.peerhost.devstack.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerhost.devstack.stack.Home;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArgumentsTest {
    @Test
    void shouldNameTheWordWhenACommandDoesNotKnowIt() {
        for (String line :
                List.of("status --jsn", "status foo", "doctor x", "logs edge --foo", "logs -n 3", "up x", "down -v")) {
            List<String> words = Arrays.asList(line.split(" "));
            String wrong = words.contains("-n") ? "-n" : words.getLast();
            assertThatThrownBy(() -> Main.check(new Arguments(words.getFirst(), words.subList(1, words.size()))))
                    .as(line)
                    .isInstanceOf(Arguments.Wrong.class)
                    .hasMessageContaining("\"" + wrong + "\" means nothing to peerhost " + words.getFirst());
        }
    }

    @Test
    void shouldTakeWhatTheHelpNames() {
        for (String line :
                List.of("status --json", "logs edge sites -f", "logs", "test billing", "bench deploy", "up")) {
            List<String> words = Arrays.asList(line.split(" "));
            assertThatCode(() -> Main.check(new Arguments(words.getFirst(), words.subList(1, words.size()))))
                    .as(line)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void shouldNameThePartWhenOneOfSeveralHasNoLog(@TempDir Path folder) throws Exception {
        Home home = new Home(folder);
        Files.writeString(home.log("edge"), "one");
        Logs logs = new Logs(home, new PrintStream(OutputStream.nullOutputStream()));

        assertThatThrownBy(() -> logs.run(List.of("edge", "egde")))
                .hasMessageContaining("no log of egde; there are [edge]");
    }
}
