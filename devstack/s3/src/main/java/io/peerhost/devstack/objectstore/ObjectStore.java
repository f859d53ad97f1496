package io.peerhost.devstack.objectstore;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** An S3 server over one folder, for a laptop's stack and for tests. It ends when its standard input does. */
public final class ObjectStore {
    private ObjectStore() {}

    /** Reads {@code S3_ENDPOINT}, {@code S3_ACCESS_KEY}, {@code S3_SECRET_KEY}, {@code S3_BUCKET} and {@code S3_FOLDER}. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(setting("S3_FOLDER"));
        Path bucket = Files.createDirectories(folder.resolve(setting("S3_BUCKET")));
        // A folder others may read would be a bucket anybody may read.
        Files.setPosixFilePermissions(bucket, PosixFilePermissions.fromString("rwx------"));
        S3Proxy proxy = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(folder.toString()))
                .endpoint(URI.create(setting("S3_ENDPOINT")))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, setting("S3_ACCESS_KEY"), setting("S3_SECRET_KEY"))
                .ignoreUnknownHeaders(true)
                .build();
        proxy.start();
        waitForEndOfInput();
        proxy.stop();
    }

    private static String setting(String name) {
        String value = System.getenv(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("Set " + name);
        }
        return value;
    }

    private static void waitForEndOfInput() throws IOException {
        while (System.in.read() >= 0) {
            // Whoever started this holds the other end.
        }
    }
}
