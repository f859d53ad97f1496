package io.peerhost.agent;

import io.peerhost.agent.image.PodImages;
import io.peerhost.agent.inventory.Benchmark;
import io.peerhost.agent.inventory.Caps;
import io.peerhost.agent.inventory.Machine;
import io.peerhost.agent.podman.Requirements;
import io.peerhost.agent.runtime.NoPods;
import io.peerhost.agent.runtime.PodRuntime;
import io.peerhost.agent.runtime.PodmanRuntime;
import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.identity.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is seen to before the first pod runs. */
final class Preparation {
    private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);

    private Preparation() {}

    /** What runs pods here; where nothing can, a runtime that says why. */
    static PodRuntime runtime(Settings settings, PodImages images, Address agent) throws InterruptedException {
        if (!settings.pods()) return new NoPods("The seller offers no pods (OFFER_PODS=no).");
        Optional<String> missing = Requirements.missing();
        if (missing.isPresent()) return new NoPods(missing.get());
        try {
            return PodmanRuntime.start(agent, settings.folder().resolve("podman"), images, settings.resolvers());
        } catch (IOException e) {
            LOG.error("Pods cannot run here", e);
            return new NoPods("podman or the firewall does not work here: " + e.getMessage());
        }
    }

    /** The command {@code images}: builds the pod images ahead. */
    static int images(Path folder) throws IOException, InterruptedException {
        Optional<String> missing = Requirements.missing();
        if (missing.isPresent()) {
            LOG.error(missing.get());
            return 1;
        }
        PodImages images = new PodImages(folder);
        long start = System.nanoTime();
        images.build(LOG::info);
        LOG.info("The pod images in {} are ready, after {} s", folder, (System.nanoTime() - start) / 1_000_000_000);
        return 0;
    }

    /** The command {@code check}: what this machine can do. 0 when all of it, 1 when something is missing. */
    static int check() throws IOException, InterruptedException {
        Optional<String> missing = Requirements.missing();
        Path folder = Files.createTempDirectory("peerhost-check");
        try {
            Message.Inventory found =
                    Machine.here(folder).measure(Caps.NONE, Benchmark.in(folder).run(), 0, missing);
            LOG.info("{}, kernel {}, {}", found.system(), found.kernel(), found.architecture());
            LOG.info(
                    "{} cores, {} MiB of memory to offer, {} MiB of disk at {}",
                    found.cores(),
                    found.memoryMib(),
                    found.diskMib(),
                    folder.getParent());
            LOG.info("SHA-256 {} MiB/s, disk {} MiB/s", found.hashesPerSecond(), found.diskMibPerSecond());
            LOG.info("Static sites: yes");
            LOG.info("Pods (PHP sites): {}", missing.isEmpty() ? "yes" : "no. " + missing.get());
            return missing.isEmpty() ? 0 : 1;
        } finally {
            Files.deleteIfExists(folder);
        }
    }
}
