package io.peerhost.agent.inventory;

import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.capacity.CapacityGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the portal that the memory and disk offered are there: fills them with the graph's blocks, then opens the blocks asked for.
 * One challenge at a time, a new one ends the one before; the space is given back a while after the last question.
 */
public final class CapacityProver implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CapacityProver.class);
    private static final int MOST_ASKED = 16;

    private final Path file;
    private final Duration patience;
    private final ExecutorService work = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("capacity").daemon().factory());
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("capacity-timer").daemon().factory());
    private Future<?> filling;
    private ScheduledFuture<?> freeing;
    private Filled memory;
    private Filled disk;
    private Message.ProveCapacity challenge;

    /** @param patience how long after the last question the space is given back */
    public CapacityProver(Path folder, Duration patience) throws IOException {
        this.file = folder.resolve("capacity");
        this.patience = patience;
        Files.deleteIfExists(file);
    }

    /** Begins to fill; {@code answer} gets {@link Message.CapacityFilled} when done. Returns at once. */
    public synchronized void prove(
            Message.ProveCapacity question, Message.Inventory offered, Predicate<Message.Up> answer) {
        if (question.memoryMib() < 1
                || question.diskMib() < 1
                || question.memoryMib() > offered.memoryMib()
                || question.diskMib() > offered.diskMib()) {
            LOG.warn(
                    "The portal asks to prove more than this machine offers: {} MiB memory, {} MiB disk",
                    question.memoryMib(),
                    question.diskMib());
            return;
        }
        if (filling != null) filling.cancel(true);
        filling = work.submit(() -> fill(question, answer));
    }

    private void fill(Message.ProveCapacity question, Predicate<Message.Up> answer) {
        free();
        long start = System.nanoTime();
        try {
            memory = filled(
                    Message.ProveCapacity.memorySeed(question.seed()),
                    question.memoryMib(),
                    new Space.InMemory(CapacityGraph.blocksIn(question.memoryMib())));
            disk = filled(Message.ProveCapacity.diskSeed(question.seed()), question.diskMib(), new Space.OnDisk(file));
            challenge = question;
            answer.test(new Message.CapacityFilled(question.seed(), memory.root(), disk.root()));
            LOG.info(
                    "Filled {} MiB of memory and {} MiB of disk for the portal to check, in {} ms",
                    question.memoryMib(),
                    question.diskMib(),
                    (System.nanoTime() - start) / 1_000_000);
            freeLater();
        } catch (InterruptedException e) {
            free();
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            free();
            LOG.error(
                    "The capacity offered cannot be filled: {}. Offer less: OFFER_MEMORY_MIB, OFFER_DISK_MIB",
                    e.toString());
        }
    }

    private static Filled filled(io.peerhost.protocol.identity.Bytes32 seed, int mebibytes, Space space)
            throws IOException, InterruptedException {
        try {
            return Filled.fill(seed, CapacityGraph.blocksIn(mebibytes), space);
        } catch (IOException | InterruptedException | RuntimeException e) {
            space.close();
            throw e;
        }
    }

    /** Opens the blocks asked for; {@code answer} gets them as {@link Message.Blocks}. Returns at once. */
    public void show(Message.ShowBlocks question, Predicate<Message.Up> answer) {
        work.submit(() -> {
            if (challenge == null || !challenge.seed().equals(question.seed())) {
                LOG.info("The portal asks for blocks of a challenge that is over");
                return;
            }
            if (question.memory().size() > MOST_ASKED || question.disk().size() > MOST_ASKED) {
                LOG.warn("The portal asks for more than {} blocks at once", MOST_ASKED);
                return;
            }
            try {
                answer.test(new Message.Blocks(
                        question.seed(), memory.show(question.memory()), disk.show(question.disk())));
                freeLater();
            } catch (RuntimeException e) {
                LOG.error("Blocks cannot be shown", e);
            }
        });
    }

    private synchronized void freeLater() {
        if (freeing != null) freeing.cancel(false);
        if (!timer.isShutdown())
            freeing = timer.schedule(() -> work.submit(this::free), patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Only on the thread that works. */
    private void free() {
        challenge = null;
        if (memory != null) memory.close();
        if (disk != null) disk.close();
        memory = null;
        disk = null;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        synchronized (this) {
            if (filling != null) filling.cancel(true);
        }
        work.submit(this::free);
        work.shutdown();
    }
}
