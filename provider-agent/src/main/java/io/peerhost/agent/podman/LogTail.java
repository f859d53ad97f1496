package io.peerhost.agent.podman;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Reads on in a log that a container's watcher writes ({@code time stream F|P text}), over its truncations. One thread at a time. */
public final class LogTail {
    private static final int LONGEST_LINE = 1000;
    private static final int MOST_AT_ONCE = 256 * 1024;

    private final Path file;
    private long offset;

    public LogTail(Path file, boolean fromStart) throws IOException {
        this.file = file;
        this.offset = fromStart || !Files.exists(file) ? 0 : Files.size(file);
    }

    /** The last {@code most} of the new whole lines, for an error ends what a program writes; where there are more, the first says so. */
    public synchronized List<String> lines(int most) throws IOException {
        List<String> lines = new ArrayList<>();
        if (!Files.exists(file)) return lines;
        long size = Files.size(file);
        if (size < offset) offset = 0;
        Deque<String> last = new ArrayDeque<>();
        int all = 0;
        for (String block = read(size); !block.isEmpty(); block = read(size))
            for (String line : block.split("\n")) {
                if (line.isEmpty()) continue;
                all++;
                last.add(line);
                if (last.size() > most) last.remove();
            }
        if (all > most) {
            last.remove();
            lines.add("(" + (all - last.size()) + " lines left out)");
        }
        for (String line : last) lines.add(plain(line));
        return lines;
    }

    private String read(long size) throws IOException {
        byte[] bytes = new byte[(int) Math.min(MOST_AT_ONCE, size - offset)];
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            log.seek(offset);
            log.readFully(bytes);
        }
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') end--;
        if (end == 0 && bytes.length == MOST_AT_ONCE) end = bytes.length;
        offset += end;
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    private static String plain(String line) {
        String[] parts = line.split(" ", 4);
        String text = parts.length == 4 ? parts[3] : line;
        return text.length() <= LONGEST_LINE ? text : text.substring(0, LONGEST_LINE - 1) + "…";
    }
}
