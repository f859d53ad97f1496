package io.peerhost.agent.podman;

import io.peerhost.agent.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What keeps tenants from the seller's machine, its network, the cloud's metadata and each other, whatever network they are on: chains of
 * ours in the {@code mangle} table, which is asked before any routing, for all bridges whose name starts with this agent's prefix. Pods
 * speak IPv4 to public addresses only and answer this machine; nobody else's packets reach them.
 *
 * @param prefix of the bridges' names
 */
public record Firewall(String prefix) {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Special-purpose addresses (RFC 6890): this host, private, shared (CGNAT), loopback, link-local (metadata), tests, multicast, reserved. */
    static final List<String> FORBIDDEN = List.of(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");

    private static final String ANSWERS = "-m conntrack --ctstate ESTABLISHED,RELATED -j RETURN";

    /** Sets what is missing of the rules. @throws IOException when they do not stand afterwards: no pod may run then */
    public void ensure() throws IOException, InterruptedException {
        ensure("iptables", v4());
        if (Files.isDirectory(Path.of("/proc/sys/net/ipv6"))) ensure("ip6tables", v6());
    }

    private String from() {
        return prefix.toUpperCase(Locale.ROOT) + "-FROM";
    }

    private String towards() {
        return prefix.toUpperCase(Locale.ROOT) + "-TO";
    }

    private String v4() {
        StringBuilder rules = new StringBuilder("-A " + from() + " " + ANSWERS + "\n");
        rules.append("-A " + from() + " -m addrtype --dst-type LOCAL -j DROP\n");
        for (String range : FORBIDDEN) rules.append("-A " + from() + " -d " + range + " -j DROP\n");
        rules.append("-A " + towards() + " " + ANSWERS + "\n-A " + towards() + " -j DROP\n");
        return rules.toString();
    }

    /** Pods have no IPv6: all of it is dropped, link-local included. */
    private String v6() {
        return "-A " + from() + " -j DROP\n-A " + towards() + " -j DROP\n";
    }

    private void ensure(String program, String rules) throws IOException, InterruptedException {
        if (!stands(program, rules)) replace(program, rules);
        jump(program, "PREROUTING", "-i", from());
        jump(program, "FORWARD", "-o", towards());
        if (!stands(program, rules)) throw new IOException("The rules of " + program + " do not stand");
    }

    private boolean stands(String program, String rules) throws IOException, InterruptedException {
        for (String chain : List.of(from(), towards())) {
            Command list = command(program, "-S", chain);
            if (!list.succeeds()) return false;
            long there = list.run()
                    .lines()
                    .filter(line -> line.startsWith("-A " + chain + " "))
                    .count();
            long wanted = rules.lines()
                    .filter(line -> line.startsWith("-A " + chain + " "))
                    .count();
            if (there != wanted) return false;
        }
        return true;
    }

    /** In one step: there is no moment without rules. */
    private void replace(String program, String rules) throws IOException, InterruptedException {
        Path file = Files.createTempFile("peerhost-", ".rules");
        try {
            Files.writeString(
                    file, "*mangle\n:" + from() + " - [0:0]\n:" + towards() + " - [0:0]\n" + rules + "COMMIT\n");
            Command.of(LIMIT, program + "-restore", "-w", "10", "--noflush", file.toString())
                    .run();
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void jump(String program, String chain, String direction, String goal)
            throws IOException, InterruptedException {
        if (!command(program, "-C", chain, direction, prefix + "+", "-j", goal).succeeds())
            command(program, "-I", chain, "1", direction, prefix + "+", "-j", goal)
                    .run();
    }

    /** Takes all rules away: only when no pod of this agent is left. */
    public void remove() throws IOException, InterruptedException {
        for (String program : List.of("iptables", "ip6tables")) {
            command(program, "-D", "PREROUTING", "-i", prefix + "+", "-j", from())
                    .succeeds();
            command(program, "-D", "FORWARD", "-o", prefix + "+", "-j", towards())
                    .succeeds();
            for (String chain : List.of(from(), towards())) {
                command(program, "-F", chain).succeeds();
                command(program, "-X", chain).succeeds();
            }
        }
    }

    private static Command command(String program, String... rest) {
        String[] line = new String[rest.length + 5];
        System.arraycopy(new String[] {program, "-w", "10", "-t", "mangle"}, 0, line, 0, 5);
        System.arraycopy(rest, 0, line, 5, rest.length);
        return Command.of(LIMIT, line);
    }
}
