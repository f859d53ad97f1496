package io.peerhost.marketplace.portal;

import io.peerhost.chain.node.Chain;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/** How long the escrow keeps the rest of a deposit, so that the last epoch can be claimed first. */
@ApplicationScoped
public class EscrowDelay {
    private static final Logger LOG = Logger.getLogger(EscrowDelay.class);

    private final Chain chain;
    private volatile Duration known;

    public EscrowDelay(Chain chain) {
        this.chain = chain;
    }

    /** The end of a sentence about what is left of deposits. */
    String returns() {
        Duration delay = delay();
        return "comes back to your wallet "
                + (delay == null
                        ? "after the escrow's delay"
                        : "after the escrow's delay of " + When.span(delay.toSeconds()));
    }

    /** It never changes; null while the chain does not answer. */
    private Duration delay() {
        try {
            if (known == null) known = chain.withdrawDelay();
        } catch (RuntimeException e) {
            LOG.warnf("The escrow's delay is not known: %s", e.getMessage());
        }
        return known;
    }
}
