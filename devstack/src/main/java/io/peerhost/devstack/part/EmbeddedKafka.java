package io.peerhost.devstack.part;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;

/** A Kafka broker in this JVM, behind a class loader of its own: its jars never meet the client a service was built with. */
public final class EmbeddedKafka implements AutoCloseable {
    private static final String BROKER = "io.peerhost.devstack.broker.Broker";

    private final AutoCloseable broker;
    private final int port;

    private EmbeddedKafka(AutoCloseable broker, int port) {
        this.broker = broker;
        this.port = port;
    }

    public static EmbeddedKafka start(ProjectFolder project, Path folder, int port, int controllerPort) {
        List<Path> jars = project.jars("devstack/kafka", "peerhost-devstack-kafka.jar");
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            // Never closed: threads of the broker may still load classes while it ends, and the JVM ends with it.
            @SuppressWarnings("resource")
            var loader = new URLClassLoader(
                    "kafka",
                    jars.stream().map(EmbeddedKafka::url).toArray(URL[]::new),
                    ClassLoader.getPlatformClassLoader());
            thread.setContextClassLoader(loader);
            Object broker = loader.loadClass(BROKER)
                    .getConstructor(Path.class, int.class, int.class)
                    .newInstance(folder, port, controllerPort);
            return new EmbeddedKafka((AutoCloseable) broker, port);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Kafka did not start", e.getCause() == null ? e : e.getCause());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(jar.toString(), e);
        }
    }

    public String bootstrap() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        try {
            broker.close();
        } catch (Exception e) {
            throw new IllegalStateException("Kafka did not end cleanly", e);
        }
    }
}
