package io.peerhost.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file system of a few MiB at a folder, seen only by those who are started {@link #inside} its namespaces. Needs no root. */
final class SmallDisk implements AutoCloseable {
    private static final String MOUNT = "mount -t tmpfs -o size=\"$1\"m tmpfs \"$2\" && echo mounted && exec cat";

    private final Path folder;
    private final Process holder;
    private final boolean mounted;

    SmallDisk(Path folder, int mebibytes) throws IOException {
        this.folder = Files.createDirectories(folder);
        holder = new ProcessBuilder(
                        "unshare", "-rm", "sh", "-c", MOUNT, "sh", String.valueOf(mebibytes), folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader said = holder.inputReader();
        mounted = "mounted".equals(said.readLine());
    }

    /** False where the system lets nobody make namespaces. */
    boolean isMounted() {
        return mounted;
    }

    /** The words that start another command where this is seen. */
    List<String> inside() {
        return List.of("nsenter", "--preserve-credentials", "-U", "-m", "-t", String.valueOf(holder.pid()));
    }

    void fill() throws Exception {
        run("cat /dev/zero > \"$1/filler\"");
    }

    void free() throws Exception {
        run("rm \"$1/filler\"");
    }

    private void run(String script) throws Exception {
        List<String> line = new ArrayList<>(inside());
        line.addAll(List.of("sh", "-c", script, "sh", folder.toString()));
        new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    @Override
    public void close() {
        holder.destroyForcibly();
    }
}
