package io.peerhost.sites.blob;

import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.peerhost.rest.problem.Problem;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/** The objects of the S3 store, an object a pack. Every wait has an end; what passes is tried again, then {@link Problem} 503. */
@ApplicationScoped
public class ObjectStore {
    private static final int TRIES = 3;
    private static final long PAUSE_MILLIS = 150;

    private final String bucket;
    private final String region;
    private final OkHttpClient http;
    private final MinioClient client;
    private volatile boolean bucketStands;

    ObjectStore(StoreConfig config) {
        bucket = config.bucket();
        region = config.region();
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(64);
        dispatcher.setMaxRequestsPerHost(64);
        http = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .connectTimeout(Duration.ofSeconds(2))
                .readTimeout(config.timeout())
                .writeTimeout(config.timeout())
                .build();
        client = MinioClient.builder()
                .endpoint(config.endpoint())
                .region(region)
                .credentials(config.accessKey(), config.secretKey())
                .httpClient(http)
                .build();
    }

    @FunctionalInterface
    private interface Request<T> {
        T send() throws MinioException;
    }

    /** Puts the first {@code length} bytes of {@code content}; an object of that name is replaced. */
    public void put(UUID pack, byte[] content, int length) {
        tried(() -> {
            ensureBucket();
            return client.putObject(PutObjectArgs.builder()
                    .bucket(bucket)
                    .object(name(pack))
                    .data(content, length)
                    .build());
        });
    }

    /**
     * A range of an object, as a stream to be closed.
     *
     * @throws FileNotFoundException when there is no such object
     */
    public InputStream open(UUID pack, long offset, long length) throws FileNotFoundException {
        try {
            return tried(() -> client.getObject(GetObjectArgs.builder()
                    .bucket(bucket)
                    .object(name(pack))
                    .offset(offset)
                    .length(length)
                    .build()));
        } catch (Problem e) {
            if (isMissing(e.getCause())) throw new FileNotFoundException("The store has no pack " + pack);
            throw e;
        }
    }

    /** As {@link #open}, read into memory. */
    public byte[] read(UUID pack, long offset, int length) throws FileNotFoundException {
        if (length == 0) return new byte[0];
        try (InputStream in = open(pack, offset, length)) {
            byte[] bytes = in.readNBytes(length);
            if (bytes.length < length) throw Problem.unavailable("The store gave less than was asked for.", null);
            return bytes;
        } catch (FileNotFoundException e) {
            throw e;
        } catch (IOException e) {
            throw Problem.unavailable("The store broke off.", e);
        }
    }

    /** Nothing there is no failure. */
    public void remove(UUID pack) {
        tried(() -> {
            client.removeObject(
                    RemoveObjectArgs.builder().bucket(bucket).object(name(pack)).build());
            return null;
        });
    }

    /** Whether the store answers now. */
    public boolean answers() {
        try {
            client.bucketExists(BucketExistsArgs.builder().bucket(bucket).build());
            return true;
        } catch (MinioException | IllegalStateException e) {
            return false;
        }
    }

    @PreDestroy
    void close() {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    private void ensureBucket() throws MinioException {
        if (bucketStands) return;
        if (!client.bucketExists(BucketExistsArgs.builder().bucket(bucket).build()))
            try {
                client.makeBucket(
                        MakeBucketArgs.builder().bucket(bucket).region(region).build());
            } catch (ErrorResponseException e) {
                if (!e.errorResponse().code().startsWith("BucketAlready")) throw e;
            }
        bucketStands = true;
    }

    private <T> T tried(Request<T> request) {
        for (int attempt = 1; ; attempt++)
            try {
                return request.send();
            } catch (MinioException
                    | IllegalStateException e) { // the client wraps some broken connections as the latter
                if (attempt == TRIES || isMissing(e))
                    throw Problem.unavailable("The object store does not answer. Try again.", e);
                pause(attempt);
            }
    }

    private static void pause(int attempt) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(PAUSE_MILLIS, 2 * PAUSE_MILLIS) * attempt);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.unavailable("We are shutting down.", e);
        }
    }

    private static boolean isMissing(Throwable failure) {
        return failure instanceof ErrorResponseException answer
                && answer.errorResponse().code().startsWith("NoSuch");
    }

    private static String name(UUID pack) {
        return "packs/" + pack;
    }
}
