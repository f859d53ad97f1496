package io.peerhost.billing.service;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.peerhost.billing.rating.Rating;
import io.peerhost.billing.settlement.EpochLength;
import io.peerhost.billing.settlement.Settlement;
import io.peerhost.chain.ChainSettings;
import io.peerhost.chain.node.Chain;
import io.peerhost.chain.transaction.SenderSettings;
import io.peerhost.chain.transaction.TransactionSender;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.SigningKey;
import io.peerhost.protocol.json.Json;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;

/** Makes the plain classes that decide and carry, from settings. */
public class Wiring {
    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    ObjectMapper mapper() {
        return Json.settings(JsonMapper.builder()).build();
    }

    @Produces
    @Singleton
    Rating rating(BillingConfig config) {
        return new Rating(config.egressTolerancePercent());
    }

    @Produces
    @Singleton
    Chain chain(BillingConfig config) {
        BillingConfig.Node node = config.chain();
        return new Chain(new ChainSettings(
                node.rpc(),
                node.id(),
                Address.of(needed("CHAIN_TOKEN", node.token())),
                Address.of(needed("CHAIN_ESCROW", node.escrow())),
                Address.of(needed("CHAIN_SETTLEMENT", node.settlement()))));
    }

    void close(@Disposes Chain chain) {
        chain.close();
    }

    @Produces
    @Singleton
    TransactionSender sender(BillingConfig config, DataSource database, Chain chain, Clock clock) {
        SigningKey key = SigningKey.of(needed("SETTLER_KEY", config.chain().settlerKey()));
        int confirmations = config.chain().confirmations();
        SenderSettings settings = confirmations == 1
                ? SenderSettings.local()
                : SenderSettings.publicChain().withConfirmations(confirmations);
        return new TransactionSender(database, key, chain.settings(), settings, clock);
    }

    void close(@Disposes TransactionSender sender) {
        sender.close();
    }

    @Produces
    @Singleton
    EpochLength epochs(BillingConfig config) {
        return new EpochLength(Duration.ofSeconds(config.epochSeconds()), config.grace());
    }

    @Produces
    @Singleton
    Settlement settlement(
            BillingConfig config,
            EpochLength epochs,
            DataSource database,
            Chain chain,
            TransactionSender sender,
            Rating rating,
            Clock clock) {
        return new Settlement(
                database,
                chain,
                sender,
                new Settlement.Terms(
                        epochs,
                        rating,
                        config.claimBatch(),
                        config.chain().firstBlock(),
                        config.chain().confirmations()),
                clock);
    }

    private static String needed(String name, Optional<String> value) {
        return value.filter(text -> !text.isBlank())
                .orElseThrow(() -> new IllegalStateException("The setting " + name + " is missing"));
    }
}
