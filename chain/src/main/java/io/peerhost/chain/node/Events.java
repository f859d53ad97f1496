package io.peerhost.chain.node;

import io.peerhost.chain.ChainSettings;
import io.peerhost.chain.contract.EpochSettlement;
import io.peerhost.chain.contract.LeaseEscrow;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.web3j.abi.EventEncoder;
import org.web3j.abi.datatypes.Event;
import org.web3j.protocol.core.methods.response.Log;

/** Reads the contracts' logs; those of other contracts, and of other meaning, are passed over. */
final class Events {
    private static final Map<String, BiFunction<Log, ChainEvent.Where, ChainEvent>> READERS = Map.of(
            topic(LeaseEscrow.LEASEOPENED_EVENT), Events::leaseOpened,
            topic(LeaseEscrow.CLOSEREQUESTED_EVENT), Events::closeRequested,
            topic(LeaseEscrow.SELLERPAID_EVENT), Events::sellerPaid,
            topic(LeaseEscrow.SELLERREFUSED_EVENT), Events::sellerRefused,
            topic(LeaseEscrow.RENTERREFUNDED_EVENT), Events::renterRefunded,
            topic(EpochSettlement.ROOTPOSTED_EVENT), Events::rootPosted,
            topic(EpochSettlement.ROOTDISABLED_EVENT), Events::rootDisabled);

    private Events() {}

    static Optional<ChainEvent> read(ChainSettings chain, Log log) {
        Address contract = Address.of(log.getAddress());
        if (!contract.equals(chain.escrow()) && !contract.equals(chain.settlement())) return Optional.empty();
        return Optional.ofNullable(READERS.get(log.getTopics().getFirst()))
                .map(reader -> reader.apply(log, where(log)));
    }

    private static ChainEvent leaseOpened(Log log, ChainEvent.Where where) {
        var event = LeaseEscrow.getLeaseOpenedEventFromLog(log);
        return new ChainEvent.LeaseOpened(
                where, Bytes32.of(event.lease), Address.of(event.renter), Address.of(event.seller), event.deposit);
    }

    private static ChainEvent closeRequested(Log log, ChainEvent.Where where) {
        var event = LeaseEscrow.getCloseRequestedEventFromLog(log);
        return new ChainEvent.CloseRequested(where, Bytes32.of(event.lease), instant(event.withdrawableAt));
    }

    private static ChainEvent sellerPaid(Log log, ChainEvent.Where where) {
        var event = LeaseEscrow.getSellerPaidEventFromLog(log);
        return new ChainEvent.SellerPaid(
                where, Bytes32.of(event.lease), Address.of(event.seller), event.amount, event.claimed);
    }

    private static ChainEvent sellerRefused(Log log, ChainEvent.Where where) {
        var event = LeaseEscrow.getSellerRefusedEventFromLog(log);
        return new ChainEvent.SellerRefused(where, Bytes32.of(event.lease), Address.of(event.seller), event.amount);
    }

    private static ChainEvent renterRefunded(Log log, ChainEvent.Where where) {
        var event = LeaseEscrow.getRenterRefundedEventFromLog(log);
        return new ChainEvent.RenterRefunded(where, Bytes32.of(event.lease), Address.of(event.renter), event.amount);
    }

    private static ChainEvent rootPosted(Log log, ChainEvent.Where where) {
        var event = EpochSettlement.getRootPostedEventFromLog(log);
        return new ChainEvent.RootPosted(
                where, event.epoch.longValueExact(), Bytes32.of(event.root), instant(event.activeAt));
    }

    private static ChainEvent rootDisabled(Log log, ChainEvent.Where where) {
        var event = EpochSettlement.getRootDisabledEventFromLog(log);
        return new ChainEvent.RootDisabled(where, event.epoch.longValueExact());
    }

    private static ChainEvent.Where where(Log log) {
        return new ChainEvent.Where(
                log.getBlockNumber().longValueExact(),
                log.getLogIndex().intValueExact(),
                Bytes32.of(log.getTransactionHash()));
    }

    private static Instant instant(BigInteger seconds) {
        return Instant.ofEpochSecond(seconds.longValueExact());
    }

    private static String topic(Event event) {
        return EventEncoder.encode(event);
    }
}
