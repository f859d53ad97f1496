package io.peerhost.devstack.cli;

import io.peerhost.devstack.part.ProjectFolder;
import io.peerhost.devstack.stack.Home;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/** What the script {@code peerhost} runs. */
public final class Main {
    private static final String USAGE = """
            peerhost up               start all parts and the demo, from nothing or from where it was
            peerhost down             end what up started; data stays
            peerhost status [--json]  what runs, and where
            peerhost logs [PART] [-f] what the parts say
            peerhost doctor           whether every part and every invariant is well
            peerhost test [MODULE…]   all tests, or those of some modules
            peerhost bench [NAME]     figures beside peers
            """;

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        List<String> words = Arrays.asList(arguments);
        String command = words.isEmpty() ? "help" : words.getFirst();
        List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
        if (rest.contains("--help") || rest.contains("-h")) command = "help";
        System.exit(run(command, rest, System.out));
    }

    private static int run(String command, List<String> rest, PrintStream out) throws Exception {
        ProjectFolder project = ProjectFolder.find();
        Home home = Home.of(project);
        try {
            check(new Arguments(command, rest));
            return switch (command) {
                case "up" -> new Up(project, home, out).run();
                case "down" -> new Down(home, out).run();
                case "status" -> new StatusCommand(home, out).run(rest.contains("--json"));
                case "logs" -> new Logs(home, out).run(rest);
                case "doctor" -> new DoctorCommand(home, out).run();
                case "test" -> new TestCommand(project, out).run(rest);
                case "bench" -> new BenchCommand(project, home, out).run(rest);
                case "supervise" -> Supervise.run(project, home);
                case "help", "--help", "-h" -> said(out, USAGE, 0);
                default -> said(System.err, "There is no command " + command + "\n" + USAGE, 2);
            };
        } catch (Arguments.Wrong e) {
            return said(System.err, e.getMessage() + "\n", 2);
        } catch (IllegalStateException | IllegalArgumentException e) {
            return said(System.err, e.getMessage() + "\n", 1);
        }
    }

    /** What {@code test} and {@code bench} are given they look at themselves. */
    static void check(Arguments given) {
        switch (given.command()) {
            case "up", "down", "doctor", "supervise" -> given.allow(0);
            case "status" -> given.allow(0, "--json");
            case "logs" -> given.allow(Integer.MAX_VALUE, "-f");
            default -> {}
        }
    }

    private static int said(PrintStream out, String text, int code) {
        out.print(text);
        return code;
    }
}
