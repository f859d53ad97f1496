package io.peerhost.edge.http;

import io.peerhost.protocol.release.Folder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where in a site a request points.
 *
 * @param segments names of folders, then of the file, decoded; none of them is empty, "." or ".." or has a slash
 * @param folder whether it ends with a slash
 */
public record RequestPath(List<String> segments, boolean folder) {
    private static final int MOST_SEGMENTS = 64;

    public RequestPath {
        segments = List.copyOf(segments);
    }

    /** The folders on the way, without the file. */
    public List<String> folders() {
        return folder ? segments : segments.subList(0, segments.size() - 1);
    }

    /** The part of a target before its query. */
    public static String raw(String target) {
        int end = target.length();
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c == '?' || c == '#') {
                end = i;
                break;
            }
        }
        return target.substring(0, end);
    }

    /** Empty when no file could be there: a path out of the site, or what is not UTF-8. */
    public static Optional<RequestPath> of(String raw) {
        List<String> segments = new ArrayList<>();
        boolean folder = true;
        for (String part : raw.substring(1).split("/", -1)) {
            String name = decoded(part);
            if (name == null) return Optional.empty();
            folder = name.isEmpty() || name.equals(".") || name.equals("..");
            if (name.equals("..")) {
                if (segments.isEmpty()) return Optional.empty();
                segments.removeLast();
            } else if (!folder) {
                if (!Folder.isName(name) || segments.size() == MOST_SEGMENTS) return Optional.empty();
                segments.add(name);
            }
        }
        return Optional.of(new RequestPath(segments, folder));
    }

    private static String decoded(String part) {
        if (part.indexOf('%') < 0) return part;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(part.length());
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c != '%') {
                bytes.write(c);
                continue;
            }
            if (i + 2 >= part.length()) return null;
            int high = Character.digit(part.charAt(i + 1), 16);
            int low = Character.digit(part.charAt(i + 2), 16);
            if (high < 0 || low < 0) return null;
            bytes.write(high << 4 | low);
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
