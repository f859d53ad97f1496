package io.peerhost.edge.content;

import io.peerhost.edge.http.Prepared;

/** What is answered at a path of a release; worked out once. */
sealed interface Served {
    record Content(ServedFile file) implements Served {}

    record Redirect(String location) implements Served {}

    /** @param page the site's own page; null when it has none */
    record Missing(Prepared page) implements Served {}

    default int weight() {
        return switch (this) {
            case Content content -> content.file().weight();
            case Redirect redirect -> 512 + redirect.location().length();
            case Missing missing ->
                512 + (missing.page() == null ? 0 : missing.page().weight());
        };
    }
}
