package io.peerhost.devstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What JVMs learned in an earlier run about loading and linking their classes (JEP 514). A program that has no cache for its very
 * jars, flags and JDK writes one when it ends; from then on it is ready in a third of the time and shares more memory.
 */
public final class AotCaches {
    private final Path folder;
    private final boolean learning;
    private final Set<String> learners = ConcurrentHashMap.newKeySet();

    /** @param learning whether programs without a cache write one, which takes some seconds each when they end */
    public AotCaches(Path folder, boolean learning) {
        this.folder = folder;
        this.learning = learning;
    }

    /** @param flags for the JVM; @param learns whether it will need time when it ends */
    public record Start(List<String> flags, boolean learns) {
        private static final Duration LEARNING_LIMIT = Duration.ofMinutes(4);

        /** Gives a process started like this the time it needs. */
        public ChildProcess given(ChildProcess process) {
            if (learns) {
                process.patient(LEARNING_LIMIT);
            }
            return process;
        }
    }

    /** For programs that neither learn nor have learned. */
    public static AotCaches none() {
        return new AotCaches(Path.of("none"), false);
    }

    /** How to start a program, of which several processes may run. */
    public Start start(String program, List<Path> jars, List<String> flags) {
        Path cache = folder.resolve(program + "-" + key(jars, flags) + ".aot");
        if (Files.exists(cache)) {
            return new Start(List.of("-XX:AOTCache=" + cache), false);
        }
        if (!learning || !learners.add(program)) {
            return new Start(List.of(), false);
        }
        forget(program);
        return new Start(List.of("-XX:AOTCacheOutput=" + cache, "-Xlog:aot=error,cds=error"), true);
    }

    private void forget(String program) {
        try {
            Files.createDirectories(folder);
            try (Stream<Path> old = Files.list(folder)) {
                for (Path cache : old.filter(file -> isOf(program, file)).toList()) {
                    Files.deleteIfExists(cache);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOf(String program, Path cache) {
        return cache.getFileName().toString().matches(program + "-[0-9a-f]{16}\\.aot.*");
    }

    private static String key(List<Path> jars, List<String> flags) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((System.getProperty("java.vm.version") + flags).getBytes(StandardCharsets.UTF_8));
            for (Path jar : jars) {
                String facts = jar + " " + Files.size(jar) + " " + Files.getLastModifiedTime(jar);
                digest.update(facts.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
