package io.peerhost.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.peerhost.billing.ledger.Account.Kind;
import io.peerhost.protocol.identity.Bytes32;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class LedgerTest {
    private static final Bytes32 LEASE = Bytes32.of("0x" + "ab".repeat(32));
    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");

    /** Whatever is charged, paid and given back, in whatever order it is tried: no account below nothing, nothing lost. */
    @Property(tries = 2000)
    void shouldKeepTheEscrowEqualToWhatIsOwedWhateverHappens(@ForAll Random random) {
        Balances balances = Balances.none();
        BigInteger deposited = BigInteger.valueOf(1 + random.nextInt(1_000_000));
        balances.apply(Entry.deposit(LEASE, deposited, NOW));
        BigInteger out = BigInteger.ZERO;
        for (int i = 1; i <= 40; i++) {
            BigInteger amount = BigInteger.valueOf(1 + random.nextInt(100_000));
            Entry entry =
                    switch (random.nextInt(3)) {
                        case 0 -> Entry.charge(LEASE, i, amount, NOW);
                        case 1 -> Entry.payout(LEASE, amount, out.add(amount), NOW);
                        default -> Entry.refund(LEASE, amount, NOW);
                    };
            try {
                balances.apply(entry);
                if (entry.kind() != Entry.Kind.CHARGE) out = out.add(amount);
            } catch (Balances.Overdrawn refused) {
                assertThat(refused).hasMessageContaining(LEASE.hex());
            }
            for (Kind kind : Kind.values()) assertThat(balances.of(kind, LEASE)).isNotNegative();
            assertThat(balances.covers(LEASE)).isTrue();
            assertThat(balances.of(Kind.ESCROW, LEASE)).isEqualTo(deposited.subtract(out));
        }
    }

    @Example
    void shouldChangeNothingWhenAnEntryIsRefused() {
        Balances balances = Balances.none();
        balances.apply(Entry.deposit(LEASE, BigInteger.TEN, NOW));
        assertThatExceptionOfType(Balances.Overdrawn.class)
                .isThrownBy(() -> balances.apply(Entry.charge(LEASE, 1, BigInteger.valueOf(11), NOW)));
        assertThat(balances.of(Kind.RENTER, LEASE)).isEqualTo(10);
        assertThat(balances.of(Kind.SELLER, LEASE)).isZero();
    }

    @Example
    void shouldRefuseAnEntryWhoseSidesDiffer() {
        Line debit = new Line(new Account(Kind.RENTER, LEASE), Side.DEBIT, BigInteger.TEN);
        Line credit = new Line(new Account(Kind.SELLER, LEASE), Side.CREDIT, BigInteger.ONE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Entry("x", Entry.Kind.CHARGE, LEASE, 1L, NOW, List.of(debit, credit)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Entry("x", Entry.Kind.CHARGE, LEASE, 1L, NOW, List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Line(new Account(Kind.SELLER, LEASE), Side.CREDIT, BigInteger.ZERO));
    }
}
