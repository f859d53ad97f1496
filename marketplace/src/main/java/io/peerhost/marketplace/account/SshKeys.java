package io.peerhost.marketplace.account;

import io.peerhost.rest.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.UUID;

/** Registers and forgets the keys of an account. */
@ApplicationScoped
public class SshKeys {
    private final Clock clock;

    public SshKeys(Clock clock) {
        this.clock = clock;
    }

    /**
     * @param publicKey a line of an {@code id_….pub} file
     * @throws Problem 400 when it has no name, 409 when it is registered already, 422 when it is no key or there are too many
     */
    @Transactional
    public SshKey add(UUID account, String name, String publicKey) {
        if (name == null || name.isBlank() || name.length() > 100)
            throw Problem.malformed("A key's name has 1 to 100 characters.");
        OpenSshKey parsed = parsed(publicKey);
        Account.findById(account, LockModeType.PESSIMISTIC_WRITE);
        if (SshKey.withFingerprint(parsed.fingerprint()).isPresent())
            throw Problem.conflict("key-registered", "This key is registered already. Every account needs its own.");
        if (SshKey.count("account", account) >= SshKey.MOST)
            throw Problem.refused(
                    "too-many-keys", "An account has at most " + SshKey.MOST + " keys. Remove one first.");
        SshKey key = new SshKey();
        key.id = UUID.randomUUID();
        key.account = account;
        key.name = name.strip();
        key.type = parsed.type();
        key.body = parsed.body();
        key.fingerprint = parsed.fingerprint();
        key.createdAt = clock.instant();
        key.persistAndFlush();
        return key;
    }

    @Transactional
    public void remove(UUID account, UUID id) {
        if (SshKey.delete("id = ?1 and account = ?2", id, account) == 0)
            throw Problem.missing("You have no key " + id + ".");
    }

    private static OpenSshKey parsed(String publicKey) {
        try {
            return OpenSshKey.parse(publicKey);
        } catch (IllegalArgumentException e) {
            throw Problem.refused("not-a-key", e.getMessage() + ".");
        }
    }
}
