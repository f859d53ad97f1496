package io.peerhost.devstack.identity;

import java.util.List;
import java.util.UUID;

/** Who can sign in to a laptop's stack from the start. Their ids never change, so that what they own survives a new realm. */
public enum DemoAccount {
    ALICE("alice", "Alice", "renter", "0a11ce00-0000-4000-8000-000000000001"),
    BOB("bob", "Bob", "renter", "0b0b0000-0000-4000-8000-000000000002"),
    SAM("sam", "Sam", "seller", "05a00000-0000-4000-8000-000000000003"),
    SOFIA("sofia", "Sofia", "seller", "050f1a00-0000-4000-8000-000000000004"),
    ADA("ada", "Ada", "admin", "0ada0000-0000-4000-8000-000000000005");

    private final String username;
    private final String firstName;
    private final String role;
    private final UUID id;

    DemoAccount(String username, String firstName, String role, String id) {
        this.username = username;
        this.firstName = firstName;
        this.role = role;
        this.id = UUID.fromString(id);
    }

    public static List<DemoAccount> sellers() {
        return List.of(SAM, SOFIA);
    }

    public String username() {
        return username;
    }

    public String firstName() {
        return firstName;
    }

    public String role() {
        return role;
    }

    public UUID id() {
        return id;
    }
}
