package io.peerhost.devstack.cli;

import io.peerhost.devstack.machine.SystemPackages;
import io.peerhost.devstack.part.ProjectFolder;
import io.peerhost.devstack.service.JavaProgram;
import io.peerhost.devstack.stack.Home;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the supervisor, apart from the terminal, so that it goes on when the command returns. */
final class Launcher {
    private static final int HEAP_MIB = 192;

    private final ProjectFolder project;
    private final Home home;

    Launcher(ProjectFolder project, Home home) {
        this.project = project;
        this.home = home;
    }

    Process start() throws IOException {
        var command = new ArrayList<String>();
        if (SystemPackages.present("setsid")) {
            command.add("setsid");
        }
        command.add(ProjectFolder.java());
        command.addAll(JavaProgram.flags(HEAP_MIB));
        String copy = System.getProperty("peerhost.launcher");
        if (copy != null) {
            command.add("-Dpeerhost.launcher=" + copy);
        }
        // The embedded database's wrapper logs through SLF4J; what goes wrong comes as an exception too.
        command.add("-Dslf4j.internal.verbosity=ERROR");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "supervise"));
        var builder = new ProcessBuilder(command)
                .directory(project.root().toFile())
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(home.log("supervisor").toFile()));
        // A stack in a folder of its own is one of many and short-lived: it uses what was learned, and learns nothing.
        if (System.getenv("PEERHOST_HOME") == null) {
            builder.environment().putIfAbsent("PEERHOST_AOT", "learn");
        }
        // Every JVM below has dozens of threads: with an arena each they would hold on to twice the memory they use.
        builder.environment().putIfAbsent("MALLOC_ARENA_MAX", "2");
        builder.environment().put("PEERHOST_ROOT", project.root().toString());
        builder.environment().put("PEERHOST_HOME", home.root().toString());
        return builder.start();
    }
}
