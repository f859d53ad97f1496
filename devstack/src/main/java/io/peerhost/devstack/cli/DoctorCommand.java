package io.peerhost.devstack.cli;

import io.peerhost.devstack.doctor.Doctor;
import io.peerhost.devstack.doctor.Finding;
import io.peerhost.devstack.doctor.ServiceToken;
import io.peerhost.devstack.doctor.Subject;
import io.peerhost.devstack.identity.Realm;
import io.peerhost.devstack.service.Given;
import io.peerhost.devstack.service.Keys;
import io.peerhost.devstack.stack.Home;
import io.peerhost.devstack.stack.Secrets;
import io.peerhost.devstack.stack.StackState;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code doctor}: a line for each part and each invariant, of this stack or of the one the settings name. */
final class DoctorCommand {
    private static final Duration SETTLING = Duration.ofSeconds(30);

    /** Part to the setting that names it in production. */
    private static final Map<String, String> SERVICES =
            Map.of("marketplace", "PORTAL_URL", "sites", "SITES_URL", "billing", "BILLING_URL", "edge", "EDGE_URL");

    private final Home home;
    private final PrintStream out;
    private final Given given = Given.here();

    DoctorCommand(Home home, PrintStream out) {
        this.home = home;
        this.out = out;
    }

    int run() throws InterruptedException {
        Optional<StackState> state = StackState.read(home);
        var findings = new ArrayList<Finding>();
        state.ifPresent(found -> findings.addAll(processes(found)));
        List<Subject> subjects = Stream.of("marketplace", "sites", "billing", "edge")
                .flatMap(name -> subject(name, state).stream())
                .toList();
        if (subjects.isEmpty()) {
            throw new IllegalStateException(
                    "Nothing to look at: run ./peerhost up, or name services in " + SERVICES.values());
        }
        var doctor = new Doctor(SETTLING, token(state));
        for (Subject subject : subjects) {
            findings.addAll(doctor.examine(subject));
        }
        int width = findings.stream()
                .mapToInt(finding -> finding.subject().length())
                .max()
                .orElse(1);
        for (Finding finding : findings) {
            String sign = finding.well() ? "✓" : "✗";
            out.println(
                    sign + " " + (finding.subject() + " ".repeat(width)).substring(0, width) + "  " + finding.detail());
        }
        long ill = findings.stream().filter(finding -> !finding.well()).count();
        out.println(ill == 0 ? "All is well." : ill + " of " + findings.size() + " are not well.");
        return ill == 0 ? 0 : 1;
    }

    private static List<Finding> processes(StackState state) {
        return state.parts().stream()
                .map(part -> {
                    boolean runs = StatusCommand.stateOf(part).equals("up");
                    if (part.elsewhere()) {
                        String where = "external, " + part.url();
                        return new Finding(part.name(), runs, runs ? where : where + " does not accept connections");
                    }
                    String pid = "process " + part.process().pid();
                    return new Finding(part.name(), runs, runs ? pid : pid + " ended");
                })
                .toList();
    }

    private Optional<Subject> subject(String name, Optional<StackState> state) {
        Optional<String> named = given.get(SERVICES.get(name));
        return named.or(() -> state.stream()
                        .flatMap(found -> found.parts().stream())
                        .filter(part -> part.name().equals(name))
                        .map(StackState.Part::url)
                        .findFirst())
                .map(url -> new Subject(name, URI.create(url)));
    }

    private ServiceToken token(Optional<StackState> state) {
        String client = given.get("OIDC_CLIENT").orElse("portal");
        URI issuer = given.get("OIDC_ISSUER").map(URI::create).orElseGet(() -> state.stream()
                .flatMap(found -> found.parts().stream())
                .filter(part -> part.name().equals("keycloak"))
                .map(part -> URI.create(part.url() + "/realms/" + Realm.NAME))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Set OIDC_ISSUER, OIDC_CLIENT and OIDC_SECRET")));
        String secret =
                given.get("OIDC_SECRET").orElseGet(() -> new Keys(new Secrets(home.file("secrets"))).client(client));
        return new ServiceToken(issuer, client, secret);
    }
}
