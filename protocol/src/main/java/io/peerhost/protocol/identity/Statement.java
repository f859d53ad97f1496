package io.peerhost.protocol.identity;

/** Something a key says and signs: its EIP-712 struct under Peerhost's own domain. */
public interface Statement {
    byte[] DOMAIN = Eip712.domain("Peerhost", "1");

    Eip712 typed();

    default byte[] digest() {
        return typed().digest(DOMAIN);
    }
}
