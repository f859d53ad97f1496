package io.peerhost.devstack.supervise;

import io.peerhost.devstack.process.ChildProcess;
import java.util.function.Supplier;

/** A part that is a process of its own. */
public final class ProcessPart implements Part {
    private final String name;
    private final String url;
    private final Supplier<ChildProcess> program;
    private volatile ChildProcess running;

    /** @param program starts the process and returns when it is ready */
    public ProcessPart(String name, String url, Supplier<ChildProcess> program) {
        this.name = name;
        this.url = url;
        this.program = program;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public void start() {
        running = program.get();
    }

    @Override
    public long pid() {
        ChildProcess process = running;
        return process == null ? 0 : process.pid();
    }

    @Override
    public boolean alive() {
        ChildProcess process = running;
        return process != null && process.alive();
    }

    @Override
    public void stop() {
        ChildProcess process = running;
        if (process != null) {
            process.close();
        }
    }
}
