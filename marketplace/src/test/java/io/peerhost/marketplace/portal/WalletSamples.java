package io.peerhost.marketplace.portal;

import io.peerhost.marketplace.wallet.WalletResource.WithdrawalView;
import io.peerhost.marketplace.wallet.Withdrawal;
import io.peerhost.protocol.billing.Statement;
import io.peerhost.protocol.identity.Address;
import java.util.List;
import java.util.UUID;

/** A wallet that is used. */
final class WalletSamples {
    private WalletSamples() {}

    static WalletView wallet() {
        WithdrawalView one = new WithdrawalView(
                UUID.randomUUID(),
                new Address(Samples.MACHINE),
                Samples.money(2_000_000),
                Withdrawal.State.DONE,
                null,
                Samples.NOW);
        return new WalletView(
                Samples.MACHINE,
                Samples.money(998_123_456),
                Samples.money(1_800_000),
                true,
                asked(),
                List.of(one),
                movements());
    }

    private static WalletView.Asked asked() {
        return new WalletView.Asked(Samples.MACHINE, "1.5");
    }

    static WalletView.Understood understood() {
        return new WalletView.Understood(
                asked(), Samples.MACHINE, Samples.money(1_500_000), Samples.money(996_623_456));
    }

    private static List<WalletView.Movement> movements() {
        Statement.Line line =
                new Statement.Line(1, Samples.NOW, "DEPOSIT", null, Samples.LEASE, "blog", Samples.money(1234));
        return List.of(new WalletView.Movement(line, "Deposit put into escrow", Samples.money(-1234)));
    }
}
