package io.peerhost.marketplace.provider;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The agent as sellers download it: a POSIX tar of {@code peerhost-provider-agent.jar} and its {@code lib} folder. Jars are
 * compressed already, so the archive is not.
 */
public final class AgentProgram {
    public static final String NAME = "peerhost-provider-agent";
    private static final int BLOCK = 512;
    private static final int MOST_LIBRARIES = 1000;

    private final List<Entry> entries;

    private record Entry(String name, Path file, long size) {
        static Entry of(String name, Path file) throws IOException {
            return new Entry(name, file, Files.size(file));
        }

        long padding() {
            return (BLOCK - size % BLOCK) % BLOCK;
        }
    }

    private AgentProgram(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** @throws IOException when the folder does not hold the program */
    public static AgentProgram in(Path folder) throws IOException {
        List<Entry> entries = new ArrayList<>();
        entries.add(Entry.of(NAME + "/" + NAME + ".jar", folder.resolve(NAME + ".jar")));
        try (Stream<Path> libraries = Files.list(folder.resolve("lib"))) {
            for (Path library : libraries
                    .filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .limit(MOST_LIBRARIES)
                    .toList()) entries.add(Entry.of(NAME + "/lib/" + library.getFileName(), library));
        }
        return new AgentProgram(entries);
    }

    public void write(OutputStream out) throws IOException {
        for (Entry entry : entries) {
            out.write(header(entry));
            long copied = Files.copy(entry.file, out);
            if (copied != entry.size) throw new IOException(entry.file + " changed while it was sent");
            out.write(new byte[(int) entry.padding()]);
        }
        out.write(new byte[2 * BLOCK]);
    }

    /** ustar, IEEE Std 1003.1: numbers are octal; the checksum is taken with blanks in its own place. */
    private static byte[] header(Entry entry) throws IOException {
        byte[] header = new byte[BLOCK];
        if (entry.name.length() > 100) throw new IOException("This name is too long: " + entry.name);
        put(header, 0, entry.name);
        put(header, 100, "0000644\0" + "0000000\0" + "0000000\0");
        put(header, 124, "%011o\0".formatted(entry.size));
        put(header, 136, "00000000000\0");
        put(header, 148, "        0");
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte one : header) sum += one & 0xff;
        put(header, 148, "%06o\0".formatted(sum));
        return header;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
