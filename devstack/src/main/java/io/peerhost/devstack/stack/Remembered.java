package io.peerhost.devstack.stack;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Names and values kept in a private file, a {@code name=value} a line. */
final class Remembered {
    private final Path file;
    private final Map<String, String> values;

    Remembered(Path file) {
        this.file = file;
        this.values = PrivateFile.read(file)
                .lines()
                .filter(line -> line.contains("="))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (first, last) -> last, TreeMap::new));
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    void put(String name, String value) {
        values.put(name, value);
        PrivateFile.write(
                file,
                values.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                        .collect(Collectors.joining()));
    }
}
