package io.peerhost.devstack.cli;

import io.peerhost.devstack.process.Probe;
import io.peerhost.devstack.product.Status;
import io.peerhost.devstack.stack.Home;
import io.peerhost.devstack.stack.StackState;
import io.peerhost.protocol.json.Json;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/** {@code status}: what runs, for people or for scripts. */
final class StatusCommand {
    private final Home home;
    private final PrintStream out;

    StatusCommand(Home home, PrintStream out) {
        this.home = home;
        this.out = out;
    }

    int run(boolean json) {
        Optional<StackState> state = StackState.read(home);
        if (json) {
            out.println(Json.write(state.map(StatusCommand::facts)
                    .orElse(new Status(List.of(), null, null, null, List.of(), List.of()))));
        } else if (state.isEmpty()) {
            out.println("Nothing runs. Start it with: ./peerhost up");
        } else {
            new Summary(home, out).print(state.get());
        }
        return state.filter(StackState::supervised).isPresent() ? 0 : 1;
    }

    static Status facts(StackState state) {
        List<Status.Part> parts = state.parts().stream()
                .map(part -> new Status.Part(
                        part.name(), stateOf(part), part.process().pid(), part.url()))
                .toList();
        return new Status(parts, state.portal(), state.edge(), state.sftp(), state.demo(), state.accounts());
    }

    static String stateOf(StackState.Part part) {
        boolean there = part.elsewhere()
                ? Probe.reachable(part.url())
                : part.process().handle().isPresent();
        return there ? "up" : "down";
    }
}
