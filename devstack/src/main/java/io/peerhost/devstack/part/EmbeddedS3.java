package io.peerhost.devstack.part;

import io.peerhost.devstack.process.AotCaches;
import io.peerhost.devstack.process.ChildProcess;
import io.peerhost.devstack.process.Probe;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** An S3 server on a folder, in a JVM of its own. */
public final class EmbeddedS3 {
    /** The bucket that is there from the start. */
    public static final String BUCKET = "peerhost";

    private EmbeddedS3() {}

    public static ChildProcess start(
            ProjectFolder project, Path folder, int port, Keys keys, List<String> flags, AotCaches caches) {
        List<Path> jars = project.jars("devstack/s3", "peerhost-devstack-s3.jar");
        AotCaches.Start start = caches.start("s3", jars, flags);
        var command = new ArrayList<String>();
        command.add(ProjectFolder.java());
        command.addAll(flags);
        command.addAll(start.flags());
        command.addAll(List.of("-cp", classPath(jars), "io.peerhost.devstack.objectstore.ObjectStore"));
        var environment = Map.of(
                "S3_ENDPOINT", endpoint(port),
                "S3_ACCESS_KEY", keys.access(),
                "S3_SECRET_KEY", keys.secret(),
                "S3_BUCKET", BUCKET,
                "S3_FOLDER", folder.resolve("s3").toString());
        return start.given(
                        ChildProcess.start("The object store", command, environment, folder, folder.resolve("s3.log")))
                .awaitReady(Duration.ofSeconds(60), () -> Probe.listens(port));
    }

    private static String classPath(List<Path> jars) {
        return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    public static String endpoint(int port) {
        return "http://127.0.0.1:" + port;
    }

    /** What a client signs with. */
    public record Keys(String access, String secret) {}
}
