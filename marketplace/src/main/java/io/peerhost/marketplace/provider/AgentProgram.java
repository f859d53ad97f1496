package io.peerhost.marketplace.provider;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * The agent as sellers download it: a POSIX tar of {@code peerhost-provider-agent.jar} and its {@code lib} folder. Jars are
 * compressed already, so the archive is not.
 */
public final class AgentProgram {
    public static final String NAME = "peerhost-provider-agent";
    private static final int MOST_LIBRARIES = 1000;

    private final List<Entry> entries;

    private record Entry(String name, Path file) {}

    private AgentProgram(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** @throws IOException when the folder does not hold the program */
    public static AgentProgram in(Path folder) throws IOException {
        List<Entry> entries = new ArrayList<>();
        Path jar = folder.resolve(NAME + ".jar");
        if (!Files.isRegularFile(jar)) throw new NoSuchFileException(jar.toString());
        entries.add(new Entry(NAME + "/" + NAME + ".jar", jar));
        try (Stream<Path> libraries = Files.list(folder.resolve("lib"))) {
            for (Path library : libraries
                    .filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .limit(MOST_LIBRARIES)
                    .toList()) entries.add(new Entry(NAME + "/lib/" + library.getFileName(), library));
        }
        return new AgentProgram(entries);
    }

    public void write(OutputStream out) throws IOException {
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Entry entry : entries) {
                TarArchiveEntry header = new TarArchiveEntry(entry.name);
                header.setSize(Files.size(entry.file));
                tar.putArchiveEntry(header);
                Files.copy(entry.file, tar);
                tar.closeArchiveEntry();
            }
        }
    }
}
