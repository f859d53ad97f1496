package io.peerhost.rest.problem;

import java.util.List;

/** Where programs come in; people come in everywhere else. */
final class Doors {
    static final List<String> PROGRAMS = List.of("/api", "/internal", "/content", "/health");

    private Doors() {}

    static boolean isPrograms(String path) {
        return PROGRAMS.stream().anyMatch(door -> path.equals(door) || path.startsWith(door + "/"));
    }
}
