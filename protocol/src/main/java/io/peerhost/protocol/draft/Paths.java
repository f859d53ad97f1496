package io.peerhost.protocol.draft;

import io.peerhost.protocol.release.Folder;
import java.nio.charset.StandardCharsets;

/** What a path within a site may be. */
public final class Paths {
    /** UTF-8 bytes of a whole path. */
    public static final int LONGEST = 1024;

    public static final int DEEPEST = 64;

    private Paths() {}

    /** @throws IllegalArgumentException saying what is wrong with {@code path} */
    public static String check(String path) {
        if (path == null || path.isEmpty()) throw new IllegalArgumentException("A path is missing");
        if (path.getBytes(StandardCharsets.UTF_8).length > LONGEST)
            throw new IllegalArgumentException("A path is longer than " + LONGEST + " bytes");
        String[] segments = path.split("/", -1);
        if (segments.length > DEEPEST) throw new IllegalArgumentException("A path is deeper than " + DEEPEST);
        for (String segment : segments)
            if (!Folder.isName(segment)) throw new IllegalArgumentException("Not a path within a site: " + path);
        return path;
    }

    /** "" for a path at the top. */
    public static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    public static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
