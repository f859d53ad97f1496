package io.peerhost.devstack.product;

import java.net.URI;
import java.util.List;

/**
 * What {@code ./peerhost status --json} says.
 *
 * @param parts every process
 * @param portal base URL of the portal
 * @param edge base URL of the edge
 * @param sftp {@code host:port}
 * @param demo the demo's sites
 * @param accounts who can sign in
 */
public record Status(List<Part> parts, URI portal, URI edge, String sftp, List<DemoSite> demo, List<Account> accounts) {
    /** @param state {@code up} when it answers; @param pid -1 for a part that somebody else runs; @param url where, null for a part without one */
    public record Part(String name, String state, long pid, String url) {}

    public record DemoSite(String site, URI url) {}

    public record Account(String name, String role, String password) {}

    public Status {
        parts = List.copyOf(parts);
        demo = demo == null ? List.of() : List.copyOf(demo);
        accounts = accounts == null ? List.of() : List.copyOf(accounts);
    }

    /** @throws IllegalArgumentException when there is no such part */
    public Part part(String name) {
        return parts.stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no part " + name + " among "
                        + parts.stream().map(Part::name).toList()));
    }

    /** @throws IllegalArgumentException when there is no such account */
    public Account account(String name) {
        return accounts.stream()
                .filter(account -> account.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no account " + name));
    }
}
