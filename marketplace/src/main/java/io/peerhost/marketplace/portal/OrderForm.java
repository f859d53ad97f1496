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
        String maxEgressGib,
        String deposit,
        List<Size> sizes,
        BigInteger estimate,
        int fitting,
        BigInteger balance,
        boolean faucet,
        List<String> known) {
    private static final BigInteger HOURS_A_DAY = BigInteger.valueOf(24);

    public String where() {
        return known.isEmpty() ? "Empty for anywhere." : "Of " + String.join(", ", known) + "; empty for anywhere.";
    }

    public String escrow() {
        return "Waits in escrow; what is not used comes back."
                + (balance == null ? "" : " Your wallet has " + Shown.field(balance) + ".");
    }

    public boolean php() {
        return kind.equals("PHP");
    }

    public boolean chosen(Size one) {
        return size == one;
    }

    /** Whether the wallet does not pay for a day. */
    public boolean poor() {
        if (balance == null) return false;
        return estimate == null ? balance.signum() == 0 : balance.compareTo(estimate.multiply(HOURS_A_DAY)) < 0;
    }
}
