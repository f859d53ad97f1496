package io.peerhost.devstack.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders this program made and may remove. */
public final class Folders {
    private Folders() {}

    /** Removes a folder and what is in it, as far as it can: it runs when everything ends anyway. */
    public static void delete(Path folder) {
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException busy) {
            folder.toFile().deleteOnExit();
        }
    }
}
