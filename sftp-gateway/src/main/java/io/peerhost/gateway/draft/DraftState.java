package io.peerhost.gateway.draft;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** A draft's tree and the lock under which alone it, and its files, are looked at and changed. */
final class DraftState {
    private final ReentrantLock lock = new ReentrantLock();
    private final Tree tree = new Tree();

    @FunctionalInterface
    interface Change {
        void make() throws IOException;
    }

    @FunctionalInterface
    interface Look<T> {
        T at() throws IOException;
    }

    Tree tree() {
        return tree;
    }

    void run(Change change) throws IOException {
        get(() -> {
            change.make();
            return null;
        });
    }

    <T> T get(Look<T> look) throws IOException {
        lock.lock();
        try {
            return look.at();
        } finally {
            lock.unlock();
        }
    }

    <T> T read(Supplier<T> look) {
        lock.lock();
        try {
            return look.get();
        } finally {
            lock.unlock();
        }
    }
}
