package io.peerhost.marketplace.wallet;

import io.peerhost.protocol.identity.Address;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;

/** A wallet held for an account; its key rests encrypted. */
@Entity
public class Wallet extends PanacheEntityBase {
    @Id
    public UUID account;

    public String address;
    byte[] nonce;
    byte[] secret;
    String permitFor;
    public Instant createdAt;

    public Address key() {
        return new Address(address);
    }
}
