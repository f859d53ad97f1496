package io.peerhost.devstack.supervise;

import io.peerhost.devstack.process.Probe;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** A part that lives in the supervisor's own process, or was started by something that does. */
public final class EmbeddedPart implements Part {
    private final String name;
    private final String url;
    private final int port;
    private final Supplier<AutoCloseable> program;
    private final LongSupplier pid;
    private volatile AutoCloseable running;

    /** @param port where it accepts connections as long as it is alive */
    public EmbeddedPart(String name, String url, int port, Supplier<AutoCloseable> program, LongSupplier pid) {
        this.name = name;
        this.url = url;
        this.port = port;
        this.program = program;
        this.pid = pid;
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
        if (running != null) {
            stop();
        }
        running = program.get();
    }

    @Override
    public long pid() {
        return running == null ? 0 : pid.getAsLong();
    }

    @Override
    public boolean alive() {
        return running != null && Probe.listens(port);
    }

    @Override
    public void stop() {
        AutoCloseable program = running;
        running = null;
        if (program == null) {
            return;
        }
        try {
            program.close();
        } catch (Exception e) {
            System.err.println(name + " did not end cleanly: " + e);
        }
    }

    @Override
    public boolean endsLast() {
        return true;
    }
}
