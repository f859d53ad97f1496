package io.peerhost.agent;

import io.peerhost.agent.runtime.NoPods;
import io.peerhost.agent.runtime.PodRuntime;
import io.peerhost.protocol.identity.Address;
import java.io.IOException;

/** What is seen to before the first pod runs. */
final class Preparation {
    private Preparation() {}

    static PodRuntime runtime(Settings settings, Address agent) throws IOException, InterruptedException {
        return new NoPods("not yet");
    }

    static boolean imagesReady(Settings settings) throws IOException, InterruptedException {
        return true;
    }

    static int images(Settings settings) throws IOException, InterruptedException {
        return 0;
    }

    static int check() throws IOException, InterruptedException {
        return 0;
    }
}
