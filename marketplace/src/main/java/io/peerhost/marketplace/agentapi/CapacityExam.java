package io.peerhost.marketplace.agentapi;

import io.peerhost.marketplace.provider.CapacityChallenge;
import io.peerhost.marketplace.provider.CapacityChallenge.Filled;
import io.peerhost.marketplace.provider.CapacityChallenge.Filling;
import io.peerhost.marketplace.provider.CapacityChallenge.Showing;
import io.peerhost.marketplace.provider.ProviderConfig;
import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.identity.Bytes32;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When an agent is challenged over one connection, and what follows: a proof at once when there is no fresh one, again
 * before it gets old, with deadlines. An agent need not keep what it filled once it has shown it.
 */
final class CapacityExam {
    private final ProviderConfig.Capacity config;
    private final Verdict verdict;
    private final SecureRandom random;
    private final Clock clock;
    private CapacityChallenge challenge;
    private Message.Inventory machine;
    private Instant nextAt;
    private Instant deadline;

    interface Verdict {
        void proven(int memoryMib, int diskMib);

        /** It showed what cannot be: whatever it proved before no longer counts. */
        void disproven();
    }

    /** @param nextAt when to begin */
    CapacityExam(
            ProviderConfig.Capacity config,
            Message.Inventory machine,
            Instant nextAt,
            Verdict verdict,
            SecureRandom random,
            Clock clock) {
        this.config = config;
        this.machine = machine;
        this.nextAt = nextAt;
        this.verdict = verdict;
        this.random = random;
        this.clock = clock;
    }

    synchronized void machine(Message.Inventory reported) {
        machine = reported;
    }

    /** The next question, if one is due. */
    synchronized Optional<Message.Down> tick(Instant now) {
        if (deadline != null && deadline.isBefore(now)) startAgain(now);
        if (deadline != null || machine == null || nextAt.isAfter(now)) return Optional.empty();
        Filling filling = new Filling(Bytes32.random(random), size(machine.memoryMib()), size(machine.diskMib()));
        challenge = filling;
        deadline = now.plus(config.fillWithin());
        return Optional.of(filling.question());
    }

    synchronized Optional<Message.Down> filled(Message.CapacityFilled answer) {
        if (!(challenge instanceof Filling filling) || !filling.seed().equals(answer.seed())) return Optional.empty();
        return Optional.of(ask(filling.filled(answer)));
    }

    synchronized void shown(Message.Blocks answer) {
        Instant now = clock.instant();
        if (!(challenge instanceof Showing showing) || !showing.filled().seed().equals(answer.seed())) return;
        if (deadline.isBefore(now)) {
            startAgain(now);
        } else if (showing.provenBy(answer)) {
            challenge = null;
            deadline = null;
            nextAt = now.plus(config.renewEvery());
            verdict.proven(showing.filled().memoryMib(), showing.filled().diskMib());
        } else {
            startAgain(now);
            verdict.disproven();
        }
    }

    private Message.ShowBlocks ask(Filled filled) {
        Showing showing = filled.ask(config.blocks(), random::nextInt);
        challenge = showing;
        deadline = clock.instant().plus(config.showWithin());
        return showing.question();
    }

    private void startAgain(Instant now) {
        challenge = null;
        deadline = null;
        Duration jitter =
                Duration.ofMillis(random.nextLong(1 + config.retryAfter().toMillis() / 2));
        nextAt = now.plus(config.retryAfter()).plus(jitter);
    }

    private int size(int mib) {
        return Math.clamp(Math.round(mib * config.share()), config.leastMib(), config.mostMib());
    }
}
