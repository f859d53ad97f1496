package io.peerhost.bench;

import io.peerhost.bench.stack.Workbench;
import java.io.IOException;

/** One bench: measures, and records its figures by {@link Workbench#record}. */
public interface Bench {
    /** As in the table of figures. */
    String name();

    void run(Workbench workbench) throws IOException, InterruptedException;
}
