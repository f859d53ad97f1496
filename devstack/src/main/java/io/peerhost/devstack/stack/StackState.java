package io.peerhost.devstack.stack;

import io.peerhost.devstack.product.Status;
import io.peerhost.devstack.step.StepState;
import io.peerhost.protocol.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/**
 * What the supervisor says about itself, in a private file that every other command reads.
 *
 * @param seconds how long {@code up} took, 0 while it goes on
 * @param notes lines for people, shown once {@code up} is through
 */
public record StackState(
        RunningProcess supervisor,
        Phase phase,
        double seconds,
        List<StepState> steps,
        List<Part> parts,
        URI portal,
        URI edge,
        String sftp,
        List<Status.DemoSite> demo,
        List<Status.Account> accounts,
        List<String> notes) {
    /** The stack as a whole. */
    public enum Phase {
        STARTING,
        UP,
        INCOMPLETE,
        STOPPING
    }

    /** @param url where it answers, null for a part without an address */
    public record Part(String name, RunningProcess process, String url) {
        /** Whether somebody else runs it: then its address tells whether it is there. */
        public boolean elsewhere() {
            return process.pid() == RunningProcess.ELSEWHERE;
        }
    }

    public StackState {
        steps = List.copyOf(steps);
        parts = List.copyOf(parts);
        demo = List.copyOf(demo);
        accounts = List.copyOf(accounts);
        notes = List.copyOf(notes);
    }

    public static Optional<StackState> read(Home home) {
        String text = PrivateFile.read(home.file("stack.json"));
        return text.isBlank() ? Optional.empty() : Optional.of(Json.read(text, StackState.class));
    }

    public void write(Home home) {
        PrivateFile.write(home.file("stack.json"), Json.write(this));
    }

    /** Nothing runs any more. */
    public static void forget(Home home) {
        try {
            Files.deleteIfExists(home.file("stack.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the supervisor that wrote this still runs. */
    public boolean supervised() {
        return supervisor.handle().isPresent();
    }
}
