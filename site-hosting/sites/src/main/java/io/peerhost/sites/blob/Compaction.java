package io.peerhost.sites.blob;

import io.peerhost.messaging.sql.Column;
import io.peerhost.messaging.sql.Sql;
import io.peerhost.protocol.release.Hash;
import io.peerhost.sites.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Puts what is left in mostly empty packs together into new ones; the old ones, then empty, are collected. */
@ApplicationScoped
class Compaction {
    private final Database database;
    private final Blobs blobs;
    private final BodyBudget budget;

    Compaction(Database database, Blobs blobs, BodyBudget budget) {
        this.database = database;
        this.blobs = blobs;
        this.budget = budget;
    }

    private record Left(Hash hash, UUID pack, long size) {}

    /** How many blobs were moved. */
    int run(Instant before) {
        List<UUID> packs = new ArrayList<>();
        new Walk(database).over(Walk.BEFORE_PACKS, Garbage::page, Garbage.AT_ONCE, (connection, after, to) -> {
            List<UUID> found = Garbage.mostlyEmpty(connection, after, to, before);
            packs.addAll(found);
            return found.size();
        });
        int moved = 0;
        List<Left> together = new ArrayList<>();
        long bytes = 0;
        for (Left left : database.call(connection -> left(connection, packs))) {
            if (bytes + left.size() + Pack.HEAD > Pack.LARGEST / 2) {
                moved += move(together);
                together = new ArrayList<>();
                bytes = 0;
            }
            together.add(left);
            bytes += left.size() + Pack.HEAD;
        }
        return moved + move(together);
    }

    private static List<Left> left(Connection connection, List<UUID> packs) throws SQLException {
        return Sql.list(
                connection,
                "SELECT hash, pack, size FROM blob WHERE pack = ANY (?) AND size <= ? ORDER BY pack, pack_offset LIMIT 100000",
                row -> new Left(Hash.of(row.getBytes(1)), row.getObject(2, UUID.class), row.getLong(3)),
                Column.of("uuid", packs),
                Pack.LARGEST_BLOB);
    }

    private int move(List<Left> together) {
        if (together.isEmpty()) return 0;
        return budget.with(Pack.LARGEST, () -> {
            List<Pack.Content> contents = new ArrayList<>();
            blobs.read(together.stream().map(Left::hash).toList())
                    .forEach((hash, bytes) -> contents.add(new Pack.Content(hash, bytes)));
            int moved = 0;
            for (Pack pack : Pack.of(contents)) {
                UUID id = UUID.randomUUID();
                moved += blobs.putObject(id, pack.bytes(), pack.length(), connection -> point(connection, id, pack));
            }
            return moved;
        });
    }

    /** Blobs that went away meanwhile are passed over. */
    private static int point(Connection connection, UUID to, Pack pack) throws SQLException {
        return Sql.update(
                connection,
                "UPDATE blob SET pack = ?, pack_offset = n.pack_offset"
                        + " FROM unnest(?::bytea[], ?::bigint[]) AS n (hash, pack_offset)"
                        + " WHERE blob.hash = n.hash AND blob.pack IS NOT NULL",
                to,
                Column.of("bytea", pack.blobs().stream().map(Packed::hash).toList()),
                Column.of(
                        "bigint",
                        pack.blobs().stream().map(blob -> (long) blob.offset()).toList()));
    }
}
