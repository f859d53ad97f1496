package io.peerhost.sites.problem;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.peerhost.protocol.json.Json;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The framework writes JSON by the protocol's own rules. */
final class JsonMapping {
    @Produces
    @Singleton
    ObjectMapper mapper() {
        return Json.mapper();
    }
}
