package io.peerhost.edge.content;

import io.peerhost.protocol.release.Folder;

/** What is answered at a path of a release; worked out once. */
sealed interface Served {
    record Content(ServedFile file) implements Served {}

    record Redirect(String location) implements Served {}

    /**
     * A page of the release in place of what is not there. Many paths lead to one page: it is kept apart from them, once.
     *
     * @param page null when the site has none
     */
    record Instead(int status, Folder.Entry page) implements Served {
        /** Unlike any path. */
        String key() {
            return status + " " + page.hash();
        }
    }

    default int weight() {
        return switch (this) {
            case Content content -> content.file().weight();
            case Redirect redirect -> 512 + redirect.location().length();
            case Instead _ -> 1024;
        };
    }
}
