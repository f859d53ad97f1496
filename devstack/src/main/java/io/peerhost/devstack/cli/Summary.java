package io.peerhost.devstack.cli;

import io.peerhost.devstack.machine.Memory;
import io.peerhost.devstack.product.Status;
import io.peerhost.devstack.stack.Home;
import io.peerhost.devstack.stack.StackState;
import java.io.PrintStream;

/** The table a person gets: what runs, where, who may sign in, what to paste. */
final class Summary {
    private final Home home;
    private final PrintStream out;

    Summary(Home home, PrintStream out) {
        this.home = home;
        this.out = out;
    }

    void print(StackState state) {
        out.println();
        for (StackState.Part part : state.parts()) {
            out.printf(
                    "  %-14s %-5s %8s  %s%n",
                    part.name(),
                    StatusCommand.stateOf(part),
                    part.elsewhere() ? "external" : part.process().pid(),
                    part.url() == null ? "" : part.url());
        }
        out.printf("%n  Portal         %s%n", state.portal());
        state.demo().forEach(site -> out.printf("  %-14s %s%n", site.site(), site.url()));
        state.accounts().forEach(this::account);
        if (!state.demo().isEmpty()) {
            paste(state);
        }
        state.notes().forEach(note -> out.println("  " + note));
        out.println();
        totals(state);
    }

    private void account(Status.Account account) {
        out.printf("  %-14s %-8s password %s%n", account.name(), account.role(), account.password());
    }

    private void paste(StackState state) {
        String port = state.sftp().substring(state.sftp().indexOf(':') + 1);
        String options = "-i %1$s/alice -o UserKnownHostsFile=%1$s/known_hosts".formatted(home.data("demo"));
        out.println();
        out.printf("  sftp -P %s %s alice@localhost%n", port, options);
        out.printf("  ssh -p %s %s alice@localhost releases hello%n", port, options);
        state.demo().forEach(site -> out.printf("  curl %s%n", site.url()));
    }

    private void totals(StackState state) {
        if (state.seconds() > 0) {
            out.printf("  Up in %.1f s%n", state.seconds());
        }
        state.supervisor().handle().ifPresent(supervisor -> Memory.of(supervisor)
                .ifPresent(bytes -> out.printf("  Memory of all parts %d MiB%n", bytes >> 20)));
        out.printf("  Data in %s, logs in %s%n", home.root(), home.logs());
    }
}
