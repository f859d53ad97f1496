package io.peerhost.marketplace.portal;

import java.math.BigInteger;
import java.util.List;

/**
 * The form that orders a site, as it was filled in.
 *
 * @param estimate what it costs with the cheapest offers; null when too few fit
 * @param fitting how many sellers' offers fit
 * @param balance what the wallet holds, base units; null when the chain does not answer
 */
public record OrderForm(
        String name,
        String kind,
        Size size,
        int replicas,
        String regions,
        String maxHourly,
        String deposit,
        List<Size> sizes,
        BigInteger estimate,
        int fitting,
        BigInteger balance) {
    public boolean php() {
        return kind.equals("PHP");
    }

    public boolean chosen(Size one) {
        return size == one;
    }

    /** Whether the wallet pays for what is suggested. */
    public boolean poor() {
        return balance != null && balance.signum() == 0;
    }
}
