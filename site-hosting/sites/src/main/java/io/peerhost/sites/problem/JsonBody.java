package io.peerhost.sites.problem;

import io.peerhost.protocol.json.Json;
import io.peerhost.rest.problem.Problem;
import java.io.IOException;
import java.io.InputStream;

/** A JSON body, read up to a limit. */
public final class JsonBody {
    private static final int LONGEST = 8 * 1024 * 1024;

    private JsonBody() {}

    /** @throws Problem 400 when it is not the JSON of a valid {@code type}, 413 when it is longer than 8 MiB */
    public static <T> T read(InputStream body, Class<T> type) {
        try {
            byte[] bytes = body.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) throw Problem.tooLarge("JSON bodies may have up to " + LONGEST + " bytes.");
            return Json.read(bytes, type);
        } catch (Json.Malformed e) {
            throw Problem.malformed(e.getMessage());
        } catch (IOException e) {
            throw Problem.malformed("The body ended early: " + e.getMessage());
        }
    }
}
