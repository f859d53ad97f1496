package io.peerhost.bench.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end. */
public final class Shell {
    private Shell() {}

    /** @return what it printed. @throws IOException when it fails or takes longer than {@code longest} */
    public static String run(Path folder, Duration longest, String... command)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("peerhost-bench", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(out.toFile())
                    .start();
            if (!process.waitFor(longest.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(command[0] + " did not end in " + longest);
            }
            String said = Files.readString(out);
            if (process.exitValue() != 0)
                throw new IOException(String.join(" ", command) + " ended with " + process.exitValue() + ": " + said);
            return said;
        } finally {
            Files.delete(out);
        }
    }
}
