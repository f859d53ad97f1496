package io.peerhost.billing.ledger;

import io.peerhost.protocol.identity.Bytes32;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;

/**
 * One thing that happened to money, balanced.
 *
 * @param reference names what happened: the same thing is entered once, however often it is told
 * @param epoch the epoch of a charge; null for what the chain did
 */
public record Entry(String reference, Kind kind, Bytes32 lease, Long epoch, Instant at, List<Line> lines) {
    public enum Kind {
        /** The renter's deposit came into the escrow. */
        DEPOSIT,
        /** An epoch's use went from renter to seller. */
        CHARGE,
        /** The escrow paid the seller. */
        PAYOUT,
        /** The seller had not claimed it when the escrow gave the renter the rest, so it is the renter's again. */
        FORFEIT,
        /** The escrow gave the renter the rest. */
        REFUND
    }

    public Entry {
        if (reference == null || reference.isBlank() || kind == null || lease == null || at == null)
            throw new IllegalArgumentException("An entry needs reference, kind, lease and time");
        if ((kind == Kind.CHARGE) != (epoch != null))
            throw new IllegalArgumentException("A charge has an epoch, nothing else has: " + reference);
        lines = List.copyOf(lines);
        BigInteger debits = sum(lines, Side.DEBIT);
        if (debits.signum() == 0 || !debits.equals(sum(lines, Side.CREDIT)))
            throw new IllegalArgumentException(
                    "Debits and credits of an entry are equal and not nothing: " + reference);
    }

    public static Entry deposit(Bytes32 lease, BigInteger amount, Instant at) {
        return moved(
                "deposit:" + lease, Kind.DEPOSIT, lease, null, at, Account.Kind.ESCROW, Account.Kind.RENTER, amount);
    }

    public static Entry charge(Bytes32 lease, long epoch, BigInteger amount, Instant at) {
        String reference = "charge:" + epoch + ":" + lease;
        return moved(reference, Kind.CHARGE, lease, epoch, at, Account.Kind.RENTER, Account.Kind.SELLER, amount);
    }

    /** @param claimed all that the escrow has paid the seller, this time included */
    public static Entry payout(Bytes32 lease, BigInteger amount, BigInteger claimed, Instant at) {
        String reference = "payout:" + lease + ":" + claimed;
        return moved(reference, Kind.PAYOUT, lease, null, at, Account.Kind.SELLER, Account.Kind.ESCROW, amount);
    }

    public static Entry forfeit(Bytes32 lease, BigInteger amount, Instant at) {
        return moved(
                "forfeit:" + lease, Kind.FORFEIT, lease, null, at, Account.Kind.SELLER, Account.Kind.RENTER, amount);
    }

    public static Entry refund(Bytes32 lease, BigInteger amount, Instant at) {
        return moved("refund:" + lease, Kind.REFUND, lease, null, at, Account.Kind.RENTER, Account.Kind.ESCROW, amount);
    }

    private static Entry moved(
            String reference,
            Kind kind,
            Bytes32 lease,
            Long epoch,
            Instant at,
            Account.Kind debit,
            Account.Kind credit,
            BigInteger amount) {
        return new Entry(
                reference,
                kind,
                lease,
                epoch,
                at,
                List.of(
                        new Line(new Account(debit, lease), Side.DEBIT, amount),
                        new Line(new Account(credit, lease), Side.CREDIT, amount)));
    }

    private static BigInteger sum(List<Line> lines, Side side) {
        return lines.stream()
                .filter(line -> line.side() == side)
                .map(Line::amount)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }
}
