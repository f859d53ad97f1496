package io.peerhost.billing.service;

import io.peerhost.billing.settlement.EpochLength;
import io.peerhost.billing.settlement.Settlement;
import io.peerhost.chain.node.Chain;
import io.peerhost.chain.node.ChainException;
import io.peerhost.chain.transaction.TransactionListener;
import io.peerhost.chain.transaction.TransactionSender;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Starts what works by itself when the service does, and ends it with it. */
@Singleton
public class Work {
    private static final Logger LOG = Logger.getLogger(Work.class);

    private final BillingConfig config;
    private final Readers readers;
    private final Settlement settlement;
    private final TransactionSender sender;
    private final EpochLength epochs;
    private final Chain chain;

    Work(
            BillingConfig config,
            Readers readers,
            Settlement settlement,
            TransactionSender sender,
            EpochLength epochs,
            Chain chain) {
        this.config = config;
        this.readers = readers;
        this.settlement = settlement;
        this.sender = sender;
        this.epochs = epochs;
        this.chain = chain;
    }

    void start(@Observes StartupEvent event) {
        if (!config.work()) return;
        requireTimeToClaim();
        readers.start();
        sender.start(TransactionListener.NONE);
        LOG.infof("Billing settles as %s, epochs of %d s", sender.address(), config.epochSeconds());
    }

    private void requireTimeToClaim() {
        try {
            epochs.require(chain.withdrawDelay());
        } catch (ChainException e) {
            LOG.warnf("The contracts' delay is compared with EPOCH_SECONDS at the next start: %s", e.getMessage());
        }
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void step() {
        if (config.work()) settlement.step();
    }

    void stop(@Observes ShutdownEvent event) {
        if (config.work()) readers.stop();
    }
}
