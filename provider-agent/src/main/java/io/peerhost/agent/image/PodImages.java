package io.peerhost.agent.image;

import io.peerhost.agent.podman.EngineConfig;
import io.peerhost.agent.process.Command;
import io.peerhost.protocol.lease.SiteKind;
import io.peerhost.protocol.release.Hash;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The images of this version of the agent, kept in a store of their own that several agents of a machine may use at once: one builds, the
 * others wait and then read the same files. An image's tag is the hash of all it is made from.
 */
public final class PodImages {
    private static final Duration LIMIT = Duration.ofMinutes(20);
    private static final String SUITE = "bookworm";

    private final Path folder;
    private final EngineConfig engine;
    private final Recipe base = Recipe.named("base");

    /** @param folder where the images are kept, across versions and agents */
    public PodImages(Path folder) {
        this.folder = folder;
        this.engine = new EngineConfig(
                folder,
                EngineConfig.runFolder("images-"
                        + Hash.ofContent(folder.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                                .hex()
                                .substring(0, 8)),
                List.of());
    }

    /** The store that engines read the images from. */
    public Path store() {
        return engine.store();
    }

    /** The image for a kind of site, with its version. */
    public String name(SiteKind kind) {
        if (!kind.needsPods()) throw new IllegalArgumentException(kind + " needs no image");
        return "localhost/peerhost/" + folderOf(kind) + ":" + recipe(kind).version(base.version(""));
    }

    private static String folderOf(SiteKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static Recipe recipe(SiteKind kind) {
        return Recipe.named(folderOf(kind));
    }

    private static List<SiteKind> kinds() {
        return Stream.of(SiteKind.values()).filter(SiteKind::needsPods).toList();
    }

    /** Whether every image is there. Cheap. */
    public boolean ready() {
        return kinds().stream().allMatch(kind -> Files.exists(mark(name(kind))));
    }

    /** Left when an image is complete. */
    private Path mark(String image) {
        return folder.resolve(image.replaceAll("[^a-z0-9]+", "-") + ".ready");
    }

    /** Builds what is missing. Takes minutes the first time. @param progress told in words for people */
    public void build(Consumer<String> progress) throws IOException, InterruptedException {
        if (ready()) return;
        engine.write();
        try (FileChannel channel =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = lock(channel, progress)) {
            if (!lock.isValid() || ready()) return;
            String upon = base(progress);
            for (SiteKind kind : kinds()) image(kind, upon, progress);
        }
    }

    private static FileLock lock(FileChannel channel, Consumer<String> progress)
            throws IOException, InterruptedException {
        FileLock lock = tried(channel);
        if (lock == null) progress.accept("Another agent of this machine builds the images, waiting for it");
        long end = System.nanoTime() + LIMIT.toNanos();
        for (; lock == null; lock = tried(channel)) {
            if (System.nanoTime() > end) throw new IOException("Another agent has been building images for too long");
            Thread.sleep(500);
        }
        return lock;
    }

    private static FileLock tried(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private String base(Consumer<String> progress) throws IOException, InterruptedException {
        String image = "localhost/peerhost/base:" + base.version("");
        if (Files.exists(mark(image))) return image;
        progress.accept("Gathering the Debian packages of the base image");
        Path archive = folder.resolve("base.tar");
        // What it mounts into the image's folder is seen by itself alone, and gone with it, however it ends.
        List<String> line = new ArrayList<>(List.of("unshare", "--mount", "--propagation", "private", "mmdebstrap"));
        line.addAll(List.of(base.lines("arguments")));
        line.add(SUITE);
        line.add(archive.toString());
        line.addAll(List.of(base.lines("sources")));
        try {
            run(line);
            progress.accept("Importing the base image");
            run(List.of("podman", "import", archive.toString(), image));
        } finally {
            Files.deleteIfExists(archive);
        }
        Files.writeString(mark(image), image + "\n");
        return image;
    }

    private void image(SiteKind kind, String upon, Consumer<String> progress) throws IOException, InterruptedException {
        String image = name(kind);
        if (Files.exists(mark(image))) return;
        progress.accept("Building the image for " + kind + " sites");
        Path context = folder.resolve("context-" + folderOf(kind));
        recipe(kind).unpack(context);
        run(List.of(
                "podman",
                "build",
                "--network",
                "host",
                "--isolation",
                "chroot",
                "--pull=never",
                "--build-arg",
                "BASE=" + upon,
                "--tag",
                image,
                context.toString()));
        Files.writeString(mark(image), image + "\n");
    }

    private void run(List<String> line) throws IOException, InterruptedException {
        Map<String, String> environment = engine.environment();
        new Command(line, environment, LIMIT).run();
    }
}
