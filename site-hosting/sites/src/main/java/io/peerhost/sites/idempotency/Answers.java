package io.peerhost.sites.idempotency;

import io.peerhost.messaging.sql.Sql;
import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.release.Hash;
import io.peerhost.rest.problem.Problem;
import io.peerhost.sites.database.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The same key with the same request gets the same answer again, without a second effect; kept for a day. */
public final class Answers {
    private static final int LONGEST_KEY = 200;
    private static final Duration KEPT = Duration.ofDays(1);

    private Answers() {}

    private record Kept(Hash request, String answer) {}

    /**
     * What was answered before, or what {@code work} answers now. The caller's transaction holds the lock of the site.
     *
     * @param key may be null: no second request is then known as such
     * @param request hash of what is asked
     * @throws Problem 422 when the key came with another request before
     */
    public static <T> T once(
            Connection connection,
            UUID site,
            String key,
            Hash request,
            Instant now,
            Class<T> type,
            Database.Query<T> work)
            throws SQLException {
        if (key == null) return work.run(connection);
        if (key.isEmpty() || key.length() > LONGEST_KEY)
            throw Problem.malformed("An Idempotency-Key has 1 to " + LONGEST_KEY + " characters.");
        Optional<Kept> kept = Sql.first(
                connection,
                "SELECT request, answer FROM answered WHERE site = ? AND key = ?",
                row -> new Kept(Hash.of(row.getBytes(1)), row.getString(2)),
                site,
                key);
        if (kept.isPresent()) {
            if (!kept.get().request().equals(request))
                throw Problem.refused(
                        "idempotency-key-reused", "This Idempotency-Key came with another request. Take a new one.");
            return Json.read(kept.get().answer(), type);
        }
        T answer = work.run(connection);
        Sql.update(connection, "DELETE FROM answered WHERE site = ? AND at < ?", site, now.minus(KEPT));
        Sql.update(
                connection,
                "INSERT INTO answered (site, key, request, answer, at) VALUES (?, ?, ?, ?, ?)",
                site,
                key,
                request,
                Json.write(answer),
                now);
        return answer;
    }
}
