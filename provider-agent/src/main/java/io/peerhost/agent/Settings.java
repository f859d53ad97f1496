package io.peerhost.agent;

import io.peerhost.agent.inventory.Caps;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the agent is told by environment variables.
 *
 * @param portal {@code PORTAL_URL}, http or https, without trailing slash
 * @param folder {@code DATA_DIR}, the agent's own folder
 * @param token {@code ENROLMENT_TOKEN}, or what is in the file {@code ENROLMENT_TOKEN_FILE}; only for the first start
 * @param issuer {@code OIDC_ISSUER}, for enrolment by sign-in
 * @param caps {@code OFFER_CORES}, {@code OFFER_MEMORY_MIB}, {@code OFFER_DISK_MIB}
 * @param pods {@code OFFER_PODS}, {@code no} to sell static hosting only
 * @param keepPods {@code KEEP_PODS}, {@code yes} to leave pods running when the agent is asked to stop, for a new version to adopt
 * @param images {@code IMAGE_STORE}, where pod images are kept; agents of one machine may share it
 * @param resolvers {@code POD_DNS}, name servers for pods, comma separated: public ones, pods reach no others
 */
record Settings(
        URI portal,
        Path folder,
        Optional<String> token,
        Optional<URI> issuer,
        Caps caps,
        boolean pods,
        boolean keepPods,
        Path images,
        List<String> resolvers) {
    static Settings of(Map<String, String> environment) throws IOException {
        Path folder = Path.of(needed(environment, "DATA_DIR", "a folder of its own for this agent"))
                .toAbsolutePath()
                .normalize();
        return new Settings(
                address(needed(environment, "PORTAL_URL", "the portal's address, like https://peerhost.example")),
                folder,
                token(environment),
                text(environment, "OIDC_ISSUER").map(Settings::address),
                new Caps(
                        number(environment, "OFFER_CORES"),
                        number(environment, "OFFER_MEMORY_MIB"),
                        number(environment, "OFFER_DISK_MIB")),
                !text(environment, "OFFER_PODS").orElse("yes").equals("no"),
                text(environment, "KEEP_PODS").orElse("no").equals("yes"),
                text(environment, "IMAGE_STORE")
                        .map(Path::of)
                        .orElse(folder.resolve("images"))
                        .toAbsolutePath(),
                List.of(text(environment, "POD_DNS").orElse("1.1.1.1,9.9.9.9").split("\\s*,\\s*")));
    }

    /** A setting is missing or wrong: which, and what it should be. */
    static final class Wrong extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        Wrong(String message) {
            super(message);
        }
    }

    private static Optional<String> text(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    private static String needed(Map<String, String> environment, String name, String meaning) {
        return text(environment, name).orElseThrow(() -> new Wrong("Set " + name + " to " + meaning));
    }

    private static Optional<String> token(Map<String, String> environment) throws IOException {
        Optional<String> file = text(environment, "ENROLMENT_TOKEN_FILE");
        if (file.isEmpty()) return text(environment, "ENROLMENT_TOKEN");
        Path path = Path.of(file.get());
        return Files.exists(path) ? Optional.of(Files.readString(path).strip()) : Optional.empty();
    }

    private static URI address(String text) {
        URI address = URI.create(text.replaceFirst("/+$", ""));
        if (address.getHost() == null || !List.of("http", "https").contains(address.getScheme()))
            throw new Wrong("This is not an http or https address: " + text);
        return address;
    }

    private static int number(Map<String, String> environment, String name) {
        Optional<String> text = text(environment, name);
        if (text.isEmpty()) return Integer.MAX_VALUE;
        if (!text.get().matches("[1-9]\\d{0,8}"))
            throw new Wrong(name + " is a whole number above 0, not: " + text.get());
        return Integer.parseInt(text.get());
    }
}
