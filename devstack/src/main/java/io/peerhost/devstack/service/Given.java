package io.peerhost.devstack.service;

import java.util.Map;
import java.util.Optional;

/** Settings of a production part in the launcher's own environment: where one is named, the embedded one is not started. */
public record Given(Map<String, String> environment) {
    public static Given here() {
        return new Given(System.getenv());
    }

    public Optional<String> get(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /** The value that must stand beside another one that is given. */
    public String needed(String name, String beside) {
        return get(name).orElseThrow(() -> new IllegalArgumentException("Set " + name + " too: " + beside + " is set"));
    }

    public boolean has(String name) {
        return get(name).isPresent();
    }
}
