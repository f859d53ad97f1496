package io.peerhost.devstack.supervise;

import io.peerhost.devstack.process.Probe;
import io.peerhost.devstack.stack.RunningProcess;

/**
 * A part that somebody else runs, named in a setting: it is told of and looked at, never started, watched or ended.
 *
 * @param setting the one that names it, for people
 */
public record ExternalPart(String name, String url, String setting) implements Part {
    /** Looks that somebody is there. */
    @Override
    public void start() {
        if (!alive())
            throw new IllegalStateException(
                    "Nobody listens at " + url + ": start it, or correct or remove the setting " + setting);
    }

    @Override
    public long pid() {
        return RunningProcess.ELSEWHERE;
    }

    @Override
    public boolean alive() {
        return Probe.reachable(url);
    }

    @Override
    public void stop() {
        // Whoever started it ends it.
    }

    @Override
    public boolean ours() {
        return false;
    }
}
