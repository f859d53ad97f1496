package io.peerhost.messaging;

/** One daemon thread that works from {@link #start} until {@link #close}; its work asks {@link #running} whether to go on. */
final class Worker implements AutoCloseable {
    private static final long LONGEST_END_MILLIS = 10_000;

    private final String name;
    private final Runnable work;
    private volatile Thread thread;

    Worker(String name, Runnable work) {
        this.name = name;
        this.work = work;
    }

    /** Does nothing when it has been started already. */
    synchronized void start() {
        if (thread != null) return;
        thread = Thread.ofPlatform().daemon().name(name).unstarted(work);
        // Kafka looks its classes up in the thread's loader, which a framework may have set to another than ours.
        thread.setContextClassLoader(Worker.class.getClassLoader());
        thread.start();
    }

    /** False in a thread that was told to end. */
    boolean running() {
        return thread == Thread.currentThread();
    }

    @Override
    public synchronized void close() {
        Thread ending = thread;
        thread = null;
        if (ending == null) return;
        ending.interrupt();
        try {
            ending.join(LONGEST_END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
