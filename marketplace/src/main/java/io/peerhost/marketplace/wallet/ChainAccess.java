package io.peerhost.marketplace.wallet;

import io.agroal.api.AgroalDataSource;
import io.peerhost.chain.ChainSettings;
import io.peerhost.chain.call.Calls;
import io.peerhost.chain.node.Chain;
import io.peerhost.chain.transaction.SenderSettings;
import io.peerhost.chain.transaction.TransactionSender;
import io.peerhost.marketplace.change.Changes;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.SigningKey;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The chain as this service uses it: what it reads, the calls it makes, and the one sender of them. */
@ApplicationScoped
public class ChainAccess {
    @Produces
    @Singleton
    ChainSettings settings(ChainConfig config) {
        return new ChainSettings(
                config.url(),
                config.id(),
                new Address(config.token()),
                new Address(config.escrow()),
                new Address(config.settlement()));
    }

    @Produces
    @Singleton
    Chain chain(ChainSettings settings) {
        return new Chain(settings);
    }

    @Produces
    @Singleton
    Calls calls(ChainSettings settings) {
        return new Calls(settings);
    }

    @Produces
    @Singleton
    TransactionSender sender(AgroalDataSource database, ChainConfig config, ChainSettings settings, Clock clock) {
        SenderSettings how = config.confirmations() == 1
                ? SenderSettings.local()
                : SenderSettings.publicChain().withConfirmations(config.confirmations());
        return new TransactionSender(database, SigningKey.of(config.portalKey()), settings, how, clock);
    }

    /** Who waits for a transaction hears of its end in the moment that it is recorded. */
    void start(@Observes StartupEvent event, TransactionSender sender) {
        sender.start((connection, key, status) -> Changes.transaction(connection, key));
    }

    void stop(@Observes @Priority(30) ShutdownEvent event, TransactionSender sender, Chain chain) {
        sender.close();
        chain.close();
    }
}
