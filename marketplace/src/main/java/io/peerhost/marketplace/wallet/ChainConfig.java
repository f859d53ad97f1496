package io.peerhost.marketplace.wallet;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;

/** Where the chain is, and the key that pays for gas. */
@ConfigMapping(prefix = "marketplace.chain")
public interface ChainConfig {
    URI url();

    long id();

    String token();

    String escrow();

    String settlement();

    /** Secret: secp256k1, 64 hex digits. */
    String portalKey();

    /** Secret: 32 bytes in base64. */
    String walletMasterKey();

    /** Blocks until a result counts: 1 for a chain of one's own. */
    @WithDefault("1")
    int confirmations();

    /** What the faucet gives, in base units; 0 for none: only a token that is worth nothing is given away. */
    @WithDefault("0")
    long faucet();
}
