package io.peerhost.marketplace.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.release.Hash;
import io.peerhost.rest.problem.Problem;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * A POST said twice is done once: the answer is kept in the transaction of the effect, under the caller's
 * {@code Idempotency-Key}, for a day. Of two at the same moment the second waits for the first.
 */
@ApplicationScoped
public class Idempotency {
    public static final String HEADER = "Idempotency-Key";
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,100}");
    private static final Duration KEPT = Duration.ofDays(1);

    private final EntityManager database;
    private final ObjectMapper mapper;
    private final Clock clock;

    public Idempotency(EntityManager database, ObjectMapper mapper, Clock clock) {
        this.database = database;
        this.mapper = mapper;
        this.clock = clock;
    }

    /**
     * Does {@code effect} in one transaction with keeping its answer, or gives the answer kept.
     *
     * @param call names what is done, with everything from the path that matters
     * @throws Problem 400 without a key, 422 when the key was used for something else; what {@code effect} throws is not kept
     */
    public Response once(UUID account, String key, String call, Object body, int status, Supplier<?> effect) {
        if (key == null || !KEY.matcher(key).matches())
            throw Problem.malformed("Send an " + HEADER + " header of 1 to 100 printable characters.");
        String request = Hash.ofContent(
                        (call + "\n" + (body == null ? "" : Json.write(body))).getBytes(StandardCharsets.UTF_8))
                .hex();
        return QuarkusTransaction.requiringNew().call(() -> {
            if (!claimed(account, key, request)) return kept(account, key, request);
            String answer = written(effect.get());
            database.createNativeQuery("UPDATE idempotency SET status = ?, answer = ? WHERE account = ? AND key = ?")
                    .setParameter(1, status)
                    .setParameter(2, answer)
                    .setParameter(3, account)
                    .setParameter(4, key)
                    .executeUpdate();
            return response(status, answer);
        });
    }

    @Scheduled(every = "10m", delayed = "1m")
    @Transactional
    void forget() {
        database.createNativeQuery("DELETE FROM idempotency WHERE created_at < ?")
                .setParameter(1, clock.instant().minus(KEPT))
                .executeUpdate();
    }

    private boolean claimed(UUID account, String key, String request) {
        return database.createNativeQuery("INSERT INTO idempotency (account, key, request, created_at)"
                                + " VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")
                        .setParameter(1, account)
                        .setParameter(2, key)
                        .setParameter(3, request)
                        .setParameter(4, clock.instant())
                        .executeUpdate()
                == 1;
    }

    private Response kept(UUID account, String key, String request) {
        List<?> rows = database.createNativeQuery(
                        "SELECT request, status, answer FROM idempotency WHERE account = ? AND key = ?", Object[].class)
                .setParameter(1, account)
                .setParameter(2, key)
                .getResultList();
        Object[] row = (Object[]) rows.getFirst();
        if (!request.equals(row[0]))
            throw Problem.refused("key-reused", "This " + HEADER + " was used for another request. Use a new one.");
        return response((Integer) row[1], (String) row[2]);
    }

    private String written(Object answer) {
        try {
            return answer == null ? null : mapper.writeValueAsString(answer);
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Response response(int status, String answer) {
        Response.ResponseBuilder response = Response.status(status);
        return answer == null
                ? response.build()
                : response.entity(answer).type(MediaType.APPLICATION_JSON_TYPE).build();
    }
}
