package io.peerhost.sites.draft;

import io.peerhost.messaging.sql.Column;
import io.peerhost.messaging.sql.Sql;
import io.peerhost.protocol.draft.DraftChange;
import io.peerhost.protocol.draft.Paths;
import io.peerhost.protocol.release.Folder;
import io.peerhost.rest.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Applies runs of changes to one site's draft by set-based statements, within the caller's transaction and lock. */
final class DraftWriter {
    /** No name, so no path of a draft. */
    private static final String TEMPORARY = "..";

    private static final String BELOW_OR_AT =
            "d.path >= p.path AND d.path < p.path || '0' AND (d.path = p.path OR d.path > p.path || '/')";

    private final Connection connection;
    private final UUID site;
    private final long now;
    private final Set<String> changed = new HashSet<>();
    private long bytes;
    private int entries;

    DraftWriter(Connection connection, UUID site, long now) {
        this.connection = connection;
        this.site = site;
        this.now = now;
    }

    /** How many bytes of files were added, less those removed. */
    long bytes() {
        return bytes;
    }

    /** How many files and folders were added, less those removed. */
    int entries() {
        return entries;
    }

    void apply(List<DraftChange> run) throws SQLException {
        switch (run.getFirst()) {
            case DraftChange.Put put -> add(run);
            case DraftChange.MakeFolder folder -> add(run);
            case DraftChange.Remove remove ->
                remove(run.stream().map(Changes::path).distinct().toList());
            case DraftChange.Move move -> move(move.path(), move.to());
            case DraftChange.Touch touch -> touch(run);
        }
    }

    /** Marks the folders whose nodes are no longer true. */
    void finish() throws SQLException {
        Sql.update(
                connection,
                "UPDATE draft_entry SET hash = NULL WHERE site = ? AND type = 'd' AND path = ANY (?) AND hash IS NOT NULL",
                site,
                Column.of("text", changed));
        changed.clear();
    }

    private void add(List<DraftChange> run) throws SQLException {
        Addition addition = Addition.of(run, now);
        Addition.Difference difference = addition.against(existing(addition.paths()));
        insertFolders(difference.newFolders());
        Columns files = new Columns();
        difference.files().forEach(files::add);
        Sql.update(
                connection,
                "INSERT INTO draft_entry (site, path, parent, type, hash, size, files, modified)"
                        + " SELECT ?, path, parent, 'f', hash, size, 1, modified"
                        + " FROM unnest(?::text[], ?::text[], ?::bytea[], ?::bigint[], ?::bigint[])"
                        + " AS new (path, parent, hash, size, modified) ON CONFLICT (site, path) DO UPDATE"
                        + " SET hash = EXCLUDED.hash, size = EXCLUDED.size, modified = EXCLUDED.modified",
                site,
                Column.of("text", files.paths),
                Column.of("text", files.parents),
                Column.of("bytea", files.hashes),
                Column.of("bigint", files.sizes),
                Column.of("bigint", files.modified));
        setModified(difference.touchedFolders());
        files.paths.forEach(this::parentsChanged);
        bytes += difference.bytes();
        entries += difference.newFiles();
    }

    private Map<String, Entry> existing(Set<String> paths) throws SQLException {
        Map<String, Entry> found = new HashMap<>();
        Sql.list(
                connection,
                "SELECT path, type, hash, size, modified FROM draft_entry WHERE site = ? AND path = ANY (?)",
                row -> found.put(row.getString(1), Entry.read(row)),
                site,
                Column.of("text", paths));
        return found;
    }

    private void insertFolders(Map<String, Long> folders) throws SQLException {
        if (folders.isEmpty()) return;
        Columns columns = new Columns();
        folders.forEach((path, modified) -> columns.add(path, new Entry(Folder.Type.FOLDER, null, 0, modified)));
        int made = Sql.update(
                connection,
                "INSERT INTO draft_entry (site, path, parent, type, modified)"
                        + " SELECT ?, path, parent, 'd', modified FROM unnest(?::text[], ?::text[], ?::bigint[])"
                        + " AS new (path, parent, modified)",
                site,
                Column.of("text", columns.paths),
                Column.of("text", columns.parents),
                Column.of("bigint", columns.modified));
        folders.keySet().forEach(this::parentsChanged);
        entries += folders.containsKey("") ? made - 1 : made;
    }

    private void remove(List<String> paths) throws SQLException {
        delete(
                "DELETE FROM draft_entry d USING unnest(?::text[]) AS p (path) WHERE d.site = ? AND " + BELOW_OR_AT
                        + " RETURNING d.type = 'f', d.size",
                Column.of("text", paths),
                site);
        paths.forEach(this::parentsChanged);
    }

    private void delete(String sql, Object... parameters) throws SQLException {
        Sql.list(
                connection,
                "WITH gone (file, size) AS (" + sql
                        + ") SELECT count(*), coalesce(sum(size) FILTER (WHERE file), 0) FROM gone",
                row -> {
                    entries -= row.getInt(1);
                    return bytes -= row.getLong(2);
                },
                parameters);
    }

    private void move(String from, String to) throws SQLException {
        if (!existing(Set.of(from)).containsKey(from)) throw notThere(Set.of(from));
        checkLengths(from, to);
        finish(); // what is marked so far is called by the paths of now
        if (from.startsWith(to + "/")) {
            rename(from, TEMPORARY);
            remove(List.of(to));
            rename(TEMPORARY, to);
        } else {
            remove(List.of(to));
            Addition parents = Addition.parentsOf(to, now);
            insertFolders(parents.against(existing(parents.paths())).newFolders());
            rename(from, to);
        }
        parentsChanged(from);
        parentsChanged(to);
    }

    /** Nothing stands at or below {@code to}. */
    private void rename(String from, String to) throws SQLException {
        int below = from.codePointCount(0, from.length()) + 1;
        Sql.update(
                connection,
                "UPDATE draft_entry d SET path = ? || substr(d.path, ?),"
                        + " parent = CASE WHEN d.path = p.path THEN ? ELSE ? || substr(d.parent, ?) END"
                        + " FROM (SELECT ?::text AS path) p WHERE d.site = ? AND " + BELOW_OR_AT,
                to,
                below,
                Paths.parent(to),
                to,
                below,
                from,
                site);
    }

    private void checkLengths(String from, String to) throws SQLException {
        Sql.first(
                        connection,
                        "SELECT max(octet_length(d.path)), max(length(d.path) - length(replace(d.path, '/', '')))"
                                + " FROM draft_entry d, (SELECT ?::text AS path) p WHERE d.site = ? AND " + BELOW_OR_AT,
                        row -> new int[] {
                            row.getInt(1) - octets(from) + octets(to), row.getInt(2) - deep(from) + deep(to)
                        },
                        from,
                        site)
                .filter(most -> most[0] > Paths.LONGEST || most[1] >= Paths.DEEPEST)
                .ifPresent(most -> {
                    throw Problem.refused(
                            "path-too-long", "Something below " + from + " would get too long or deep a path.");
                });
    }

    private void touch(List<DraftChange> run) throws SQLException {
        Map<String, Long> times = new HashMap<>();
        for (DraftChange change : run)
            if (change instanceof DraftChange.Touch touch) times.put(touch.path(), touch.modified());
        Set<String> absent = new HashSet<>(times.keySet());
        absent.removeAll(setModified(times));
        if (!absent.isEmpty()) throw notThere(absent);
        times.keySet().forEach(this::parentsChanged);
    }

    /** The paths that are there. */
    private List<String> setModified(Map<String, Long> times) throws SQLException {
        if (times.isEmpty()) return List.of();
        return Sql.list(
                connection,
                "UPDATE draft_entry d SET modified = t.modified FROM unnest(?::text[], ?::bigint[]) AS t (path, modified)"
                        + " WHERE d.site = ? AND d.path = t.path RETURNING d.path",
                row -> row.getString(1),
                Column.of("text", times.keySet()),
                Column.of("bigint", times.values()),
                site);
    }

    private void parentsChanged(String path) {
        for (String at = path; !at.isEmpty(); ) {
            at = Paths.parent(at);
            if (!changed.add(at)) return;
        }
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static int deep(String path) {
        return (int) path.chars().filter(c -> c == '/').count();
    }

    private static Problem notThere(Set<String> paths) {
        return Problem.of(
                        404,
                        "path-missing",
                        "There is no such path",
                        "Nothing is at "
                                + String.join(", ", paths.stream().limit(10).toList()) + ".")
                .with("paths", paths.stream().limit(100).toList());
    }
}
