package io.peerhost.devstack.cli;

import io.peerhost.devstack.stack.Home;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code logs}: the last lines of all parts or of one, and with {@code -f} what comes. */
final class Logs {
    private static final int LAST = 40;
    private static final int CHUNK = 64 * 1024;
    private static final long LOOK_EVERY_MILLIS = 300;

    private final Home home;
    private final PrintStream out;

    Logs(Home home, PrintStream out) {
        this.home = home;
        this.out = out;
    }

    int run(List<String> words) throws IOException, InterruptedException {
        List<String> names =
                words.stream().filter(word -> !word.startsWith("-")).toList();
        Map<String, Path> files = files(names);
        for (String name : names) {
            if (!files.containsKey(name)) {
                throw new IllegalArgumentException("There is no log of " + name + "; there are "
                        + files(List.of()).keySet());
            }
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException("There are no logs in " + home.logs());
        }
        var ends = new LinkedHashMap<String, Long>();
        for (var entry : files.entrySet()) {
            ends.put(entry.getKey(), Files.size(entry.getValue()));
            last(entry.getValue()).forEach(line -> print(entry.getKey(), line));
        }
        while (words.contains("-f")) {
            Thread.sleep(LOOK_EVERY_MILLIS);
            for (var entry : files.entrySet()) {
                ends.compute(entry.getKey(), (name, end) -> more(name, entry.getValue(), end));
            }
        }
        return 0;
    }

    private Map<String, Path> files(List<String> names) throws IOException {
        var found = new LinkedHashMap<String, Path>();
        try (Stream<Path> all = Files.list(home.logs())) {
            all.filter(file -> file.toString().endsWith(".log")).sorted().forEach(file -> {
                String name = file.getFileName().toString().replaceFirst("\\.log$", "");
                if (names.isEmpty() || names.contains(name)) {
                    found.put(name, file);
                }
            });
        }
        return found;
    }

    private static List<String> last(Path file) throws IOException {
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(0, in.length() - CHUNK);
            in.seek(from);
            byte[] bytes = new byte[(int) (in.length() - from)];
            in.readFully(bytes);
            List<String> lines =
                    new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return lines.subList(Math.max(0, lines.size() - LAST), lines.size());
        }
    }

    private long more(String name, Path file, long end) {
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(Math.min(end, in.length()));
            byte[] bytes = new byte[(int) Math.min(CHUNK, in.length() - in.getFilePointer())];
            in.readFully(bytes);
            new String(bytes, StandardCharsets.UTF_8).lines().forEach(line -> print(name, line));
            return in.getFilePointer();
        } catch (IOException e) {
            print(name, "cannot be read: " + e.getMessage());
            return end;
        }
    }

    private void print(String name, String line) {
        out.printf("%-14s %s%n", name, line);
    }
}
