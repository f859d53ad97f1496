package io.peerhost.marketplace.portal;

import java.math.BigInteger;
import java.util.List;

/**
 * The form that orders a site, as it was filled in.
 *
 * @param estimate what it costs with the cheapest offers; null when too few fit
 * @param fitting how many sellers' offers fit
 * @param balance what the wallet holds, base units; null when the chain does not answer
 * @param faucet whether test tokens are given away here
 * @param known regions of machines for rent
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
        BigInteger balance,
        boolean faucet,
        List<String> known) {
    public boolean php() {
        return kind.equals("PHP");
    }

    public boolean chosen(Size one) {
        return size == one;
    }

    /** Whether there is nothing to pay a deposit with. */
    public boolean poor() {
        return balance != null && balance.signum() == 0;
    }
}
