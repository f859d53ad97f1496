package io.peerhost.marketplace.portal;

import io.peerhost.marketplace.wallet.WalletResource.WithdrawalView;
import io.peerhost.protocol.billing.Statement;
import java.math.BigInteger;
import java.util.List;

/**
 * @param balance base units; null while the chain does not answer
 * @param escrow what leases of this account hold and sellers have not earned, base units
 * @param faucet whether test tokens are given away here
 * @param asked the withdrawal as its form was filled in
 * @param movements by sites and machines; null while billing does not answer
 */
public record WalletView(
        String address,
        BigInteger balance,
        BigInteger escrow,
        boolean faucet,
        Asked asked,
        List<WithdrawalView> withdrawals,
        List<Movement> movements) {
    /** As one may type it. */
    public String most() {
        return balance == null ? "Like 1.5." : "At most " + Shown.field(balance) + ".";
    }

    /** As typed. */
    public record Asked(String to, String amount) {
        static final Asked NOTHING = new Asked("", "");

        public Asked {
            to = to == null ? "" : to.strip();
            amount = amount == null ? "" : amount.strip();
        }
    }

    /** @param amount base units, below 0 when the wallet paid it */
    public record Movement(Statement.Line line, String what, BigInteger amount) {}

    /** A withdrawal as it was understood. @param left what the wallet would hold after it, base units */
    public record Understood(Asked asked, String to, BigInteger amount, BigInteger left) {}
}
