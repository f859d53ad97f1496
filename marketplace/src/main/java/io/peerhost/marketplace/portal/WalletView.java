package io.peerhost.marketplace.portal;

import io.peerhost.marketplace.wallet.WalletResource.WithdrawalView;
import java.math.BigInteger;
import java.util.List;

/**
 * @param balance base units; null while the chain does not answer
 * @param escrow what leases of this account hold and sellers have not earned, base units
 * @param faucet whether test tokens are given away here
 */
public record WalletView(
        String address, BigInteger balance, BigInteger escrow, boolean faucet, List<WithdrawalView> withdrawals) {}
