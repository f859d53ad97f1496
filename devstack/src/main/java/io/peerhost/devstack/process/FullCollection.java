package io.peerhost.devstack.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Full collections of other JVMs: what their heaps grew by while they started goes back to the system. */
public final class FullCollection {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Path folder;
    private final Path log;

    /** @param folder to run in; @param log what the JDK's {@code jcmd} says */
    public FullCollection(Path folder, Path log) {
        this.folder = folder;
        this.log = log;
    }

    /** Of one process, if that is a JVM of this JDK. */
    public void of(ProcessHandle process) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        if (process.info().command().map(Path::of).filter(java::equals).isEmpty()) return;
        List<String> command = List.of(java.resolveSibling("jcmd").toString(), String.valueOf(process.pid()), "GC.run");
        try {
            ChildProcess.start("jcmd", command, Map.of(), folder, log).awaitSuccess(LIMIT);
        } catch (IllegalStateException nothingGivenBack) {
            System.out.println(nothingGivenBack.getMessage());
        }
    }
}
