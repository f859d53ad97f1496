package io.peerhost.devstack.supervise;

import io.peerhost.devstack.product.Status.DemoSite;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What steps find out and people are told at the end. */
public final class Findings {
    private final List<DemoSite> demo = new CopyOnWriteArrayList<>();
    private final List<String> notes = new CopyOnWriteArrayList<>();

    public void found(DemoSite site) {
        demo.add(site);
    }

    public void note(String line) {
        notes.add(line);
    }

    List<DemoSite> demo() {
        return List.copyOf(demo);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }
}
