package io.peerhost.gateway;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the environment says.
 *
 * @param spoolBytes the most that uploads waiting for sites may take on disk
 */
record Settings(
        String host,
        int sftpPort,
        int httpPort,
        Path dataDir,
        long spoolBytes,
        URI issuer,
        String client,
        String secret,
        URI portal,
        URI sites) {
    private static final String SPOOL = Long.toString(20L << 30);

    static Settings of(Map<String, String> environment) {
        return new Settings(
                environment.getOrDefault("HTTP_HOST", "127.0.0.1"),
                Integer.parseInt(environment.getOrDefault("SFTP_PORT", "2222")),
                Integer.parseInt(environment.getOrDefault("HTTP_PORT", "2280")),
                Path.of(needed(environment, "DATA_DIR")),
                Long.parseLong(environment.getOrDefault("SPOOL_BYTES", SPOOL)),
                URI.create(needed(environment, "OIDC_ISSUER")),
                environment.getOrDefault("OIDC_CLIENT", "sftp-gateway"),
                needed(environment, "OIDC_SECRET"),
                URI.create(needed(environment, "PORTAL_URL")),
                URI.create(needed(environment, "SITES_URL")));
    }

    private static String needed(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) throw new IllegalArgumentException("The setting " + name + " is missing");
        return value;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "sftp " + host + ":" + sftpPort + ", health " + httpPort + ", data " + dataDir + ", portal " + portal
                + ", sites " + sites;
    }
}
