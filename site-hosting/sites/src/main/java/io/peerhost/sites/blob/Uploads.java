package io.peerhost.sites.blob;

import io.peerhost.messaging.sql.Sql;
import io.peerhost.protocol.release.Hash;
import io.peerhost.rest.problem.Problem;
import io.peerhost.sites.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Large blobs in the making: bytes arrive in order, each part is an object of its own and counted once it is stored; at the
 * end the parts, hashed, become the blob. Nothing is copied.
 */
@ApplicationScoped
public class Uploads {
    /** Bytes of a part. */
    static final int PART = 8 * 1024 * 1024;

    private final Database database;
    private final Blobs blobs;
    private final ObjectStore store;
    private final StoreConfig config;
    private final UploadDigests digests = new UploadDigests();

    Uploads(Database database, Blobs blobs, ObjectStore store, StoreConfig config) {
        this.database = database;
        this.blobs = blobs;
        this.store = store;
        this.config = config;
    }

    /** An upload of {@code size} bytes, of which the first {@code offset} are stored. */
    public record Upload(UUID upload, long size, long offset) {}

    Upload begin(long size) {
        if (size < 1 || size > config.largestBlob())
            throw Problem.refused("size-wrong", "A blob is uploaded with 1 to " + config.largestBlob() + " bytes.");
        UUID id = UUID.randomUUID();
        database.call(connection -> Sql.update(
                connection, "INSERT INTO upload (id, size, touched_at) VALUES (?, ?, ?)", id, size, blobs.now()));
        return new Upload(id, size, 0);
    }

    Upload find(UUID id) {
        return database.call(connection -> find(connection, id, ""));
    }

    /** Takes bytes from {@code offset} on until the body ends; what was stored of a body that breaks off counts. */
    Upload append(UUID id, long offset, InputStream body) {
        Upload upload = find(id);
        byte[] buffer = new byte[(int) Math.min(PART, upload.size() + 1)];
        while (true) {
            if (upload.offset() != offset) throw elsewhere(upload);
            int read = BodyBudget.fill(buffer, body);
            if (read == 0) return upload;
            if (offset + read > upload.size())
                throw Problem.refused("size-wrong", "These are more than the " + upload.size() + " bytes announced.")
                        .with("offset", upload.offset());
            upload = store(upload, buffer, read);
            offset += read;
            if (read < buffer.length) return upload;
        }
    }

    private Upload store(Upload upload, byte[] part, int length) {
        UUID pack = UUID.randomUUID();
        Upload grown = blobs.putObject(pack, part, length, connection -> {
            Upload now = find(connection, upload.upload(), " FOR UPDATE");
            if (now.offset() != upload.offset()) throw elsewhere(now);
            Sql.update(
                    connection,
                    "INSERT INTO upload_part (upload, blob_offset, pack, size) VALUES (?, ?, ?, ?)",
                    now.upload(),
                    now.offset(),
                    pack,
                    (long) length);
            Sql.update(
                    connection,
                    "UPDATE upload SET received = received + ?, touched_at = ? WHERE id = ?",
                    length,
                    blobs.now(),
                    now.upload());
            return new Upload(now.upload(), now.size(), now.offset() + length);
        });
        digests.add(upload.upload(), upload.offset(), part, length);
        return grown;
    }

    /** @throws Problem 409 when bytes are missing, 422 when the bytes are not those of {@code hash} */
    void finish(UUID id, Hash hash) {
        Optional<Upload> open = database.call(connection -> tried(connection, id, ""));
        if (open.isEmpty()) {
            if (blobs.sizes(List.of(hash)).containsKey(hash)) return;
            throw unknown(id);
        }
        Upload upload = open.get();
        if (upload.offset() < upload.size()) throw elsewhere(upload);
        Hash real = digests.finished(id, upload.size()).orElseGet(() -> hashed(upload));
        if (!real.equals(hash))
            throw Problem.refused("hash-wrong", "The uploaded bytes are " + real + ", not " + hash + ".");
        database.call(connection -> {
            Upload now = find(connection, id, " FOR UPDATE");
            if (Sql.update(
                            connection,
                            "INSERT INTO blob (hash, size, last_wanted) VALUES (?, ?, ?)"
                                    + " ON CONFLICT (hash) DO NOTHING",
                            hash,
                            now.size(),
                            blobs.now())
                    == 1)
                Sql.update(
                        connection,
                        "INSERT INTO blob_part (hash, blob_offset, pack, size)"
                                + " SELECT ?, blob_offset, pack, size FROM upload_part WHERE upload = ?",
                        hash,
                        id);
            else blobs.sizes(connection, List.of(hash));
            return Sql.update(connection, "DELETE FROM upload WHERE id = ?", id);
        });
        digests.forget(id);
    }

    /** From the store, when this process did not see all bytes pass. */
    private Hash hashed(Upload upload) {
        MessageDigest sha256 = Hash.sha256();
        List<Extent> parts = database.call(connection -> Sql.list(
                connection,
                "SELECT blob_offset, pack, size FROM upload_part WHERE upload = ? ORDER BY blob_offset",
                row -> new Extent(row.getLong(1), row.getObject(2, UUID.class), 0, row.getLong(3)),
                upload.upload()));
        byte[] buffer = new byte[64 * 1024];
        for (Extent part : parts)
            try (InputStream in = store.open(part.pack(), 0, part.size())) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) sha256.update(buffer, 0, read);
            } catch (IOException e) {
                throw Problem.unavailable("The store broke off. Try again.", e);
            }
        return Hash.of(sha256.digest());
    }

    private static Upload find(Connection connection, UUID id, String lock) throws SQLException {
        return tried(connection, id, lock).orElseThrow(() -> unknown(id));
    }

    private static Optional<Upload> tried(Connection connection, UUID id, String lock) throws SQLException {
        return Sql.first(
                connection,
                "SELECT size, received FROM upload WHERE id = ?" + lock,
                row -> new Upload(id, row.getLong(1), row.getLong(2)),
                id);
    }

    private static Problem unknown(UUID id) {
        return Problem.missing(
                "There is no upload " + id + "; it is finished, or was left alone too long. Begin again.");
    }

    private static Problem elsewhere(Upload upload) {
        return Problem.conflict(
                        "offset-wrong",
                        "This upload stands at " + upload.offset() + " of " + upload.size() + " bytes. Go on there.")
                .with("offset", upload.offset());
    }
}
