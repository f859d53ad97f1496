package io.peerhost.agent.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which start of the machine this is. Files written without syncing are sure to be as written until the machine stops; what an
 * earlier boot wrote is checked once more.
 */
public final class Boot {
    private static final Path ID = Path.of("/proc/sys/kernel/random/boot_id");

    private Boot() {}

    /** The kernel's own random name of this boot; where there is none, a name that no later start repeats. */
    public static String id() {
        try {
            return Files.readString(ID).strip();
        } catch (IOException e) {
            return "start-" + ProcessHandle.current().pid() + "-" + System.currentTimeMillis();
        }
    }
}
