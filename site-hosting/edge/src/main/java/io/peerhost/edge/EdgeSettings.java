package io.peerhost.edge;

import io.peerhost.protocol.identity.SigningKey;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * What an edge is told from outside; the names are those of ARCHITECTURE.md.
 *
 * @param host where visitors and agents are listened for
 * @param httpPort for visitors; 0 for any free one
 * @param httpsPort for visitors with TLS; -1 for none
 * @param tlsCertificate PEM chain for {@code httpsPort}; null without
 * @param tlsKey PEM key for {@code httpsPort}; null without
 * @param tunnelPort for agents; 0 for any free one
 * @param adminPort for health and figures, on loopback; 0 for any free one, -1 for none
 * @param kafka brokers; null for none (routes are then given otherwise, and records stay in the spool)
 * @param oidcIssuer where the edge's own token comes from
 * @param domain of sites
 * @param data the edge's own folder
 * @param cacheBytes of blobs on disk
 * @param threads event loops
 * @param visitorsPerAddress connections of one address on each of the visitors' ports; 0 for any number
 * @param tunnelsPerAddress connections of one address on the agents' port; 0 for any number
 */
public record EdgeSettings(
        String host,
        int httpPort,
        int httpsPort,
        Path tlsCertificate,
        Path tlsKey,
        int tunnelPort,
        int adminPort,
        String kafka,
        URI oidcIssuer,
        String oidcClient,
        String oidcSecret,
        URI sites,
        String domain,
        SigningKey key,
        Path data,
        long cacheBytes,
        int threads,
        int visitorsPerAddress,
        int tunnelsPerAddress) {
    public EdgeSettings {
        if (httpsPort >= 0 && (tlsCertificate == null || tlsKey == null))
            throw new IllegalArgumentException("HTTPS_PORT needs TLS_CERTIFICATE and TLS_KEY, two PEM files");
        if (visitorsPerAddress < 0 || tunnelsPerAddress < 0)
            throw new IllegalArgumentException("VISITORS_PER_ADDRESS and TUNNELS_PER_ADDRESS are 0 (no limit) or more");
    }

    /** @throws IllegalArgumentException naming the setting that is missing or wrong */
    public static EdgeSettings from(Map<String, String> environment) {
        Lookup of = new Lookup(environment);
        return new EdgeSettings(
                of.text("HTTP_HOST", "127.0.0.1"),
                of.port("HTTP_PORT", 8080),
                of.port("HTTPS_PORT", -1),
                of.path("TLS_CERTIFICATE"),
                of.path("TLS_KEY"),
                of.port("TUNNEL_PORT", 8443),
                of.port("ADMIN_PORT", -1),
                of.required("KAFKA_BOOTSTRAP"),
                URI.create(of.required("OIDC_ISSUER")),
                of.text("OIDC_CLIENT", "edge"),
                of.required("OIDC_SECRET"),
                URI.create(of.required("SITES_URL")),
                of.text("SITES_DOMAIN", "localhost"),
                SigningKey.of(of.required("EDGE_KEY")),
                Path.of(of.required("DATA_DIR")),
                of.number("CACHE_MIB", 2048) << 20,
                (int) of.number("THREADS", Runtime.getRuntime().availableProcessors()),
                (int) of.number("VISITORS_PER_ADDRESS", 2_000),
                (int) of.number("TUNNELS_PER_ADDRESS", 64));
    }

    private record Lookup(Map<String, String> environment) {
        String text(String name, String otherwise) {
            String value = environment.get(name);
            return value == null || value.isBlank() ? otherwise : value;
        }

        String required(String name) {
            String value = text(name, null);
            if (value == null) throw new IllegalArgumentException("The setting " + name + " is missing");
            return value;
        }

        Path path(String name) {
            String value = text(name, null);
            return value == null ? null : Path.of(value);
        }

        long number(String name, long otherwise) {
            try {
                return Long.parseLong(text(name, Long.toString(otherwise)));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("The setting " + name + " is not a number", e);
            }
        }

        int port(String name, int otherwise) {
            long port = number(name, otherwise);
            if (port < -1 || port > 65_535) throw new IllegalArgumentException("The setting " + name + " is no port");
            return (int) port;
        }
    }
}
