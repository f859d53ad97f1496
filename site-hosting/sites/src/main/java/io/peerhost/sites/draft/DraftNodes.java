package io.peerhost.sites.draft;

import io.peerhost.messaging.sql.Column;
import io.peerhost.messaging.sql.Sql;
import io.peerhost.protocol.draft.Paths;
import io.peerhost.protocol.release.Folder;
import io.peerhost.protocol.release.Hash;
import io.peerhost.rest.problem.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The Merkle tree of a draft: only folders changed since the last time are made anew, from the nodes of the others. What is
 * called {@code .git} is left out: visitors have no use for it, and who puts the folder they stand in sends it unasked.
 *
 * @param root hash of the folder at the top
 * @param files in the draft
 * @param bytes of its files
 * @param made the nodes of the changed folders
 */
public record DraftNodes(Hash root, int files, long bytes, List<Node> made) {
    private static final long LARGEST = 16 * 1024 * 1024;

    /**
     * A folder's node.
     *
     * @param files in it and below
     */
    public record Node(String path, Folder folder, byte[] encoded, Hash hash, int files) {
        static Node of(String path, List<Folder.Entry> entries, int files) {
            Folder folder = new Folder(entries);
            byte[] encoded = folder.encode();
            if (encoded.length > LARGEST)
                throw Problem.refused(
                        "folder-too-large", "The folder \"" + path + "\" has too many entries. Split it.");
            return new Node(path, folder, encoded, Hash.ofContent(encoded), files);
        }
    }

    private record Child(String path, Entry entry, int files) {}

    /**
     * Empty while nothing was ever put into the draft.
     *
     * @throws Problem 422 when a folder has more entries than a node may have
     */
    public static Optional<DraftNodes> of(Connection connection, UUID site) throws SQLException {
        List<String> changed = Sql.list(
                connection,
                "SELECT path FROM draft_entry WHERE site = ? AND type = 'd' AND hash IS NULL"
                        + " AND '/' || path || '/' NOT LIKE '%/.git/%'"
                        + " ORDER BY path <> '' DESC, length(path) - length(replace(path, '/', '')) DESC",
                row -> row.getString(1),
                site);
        Map<String, List<Child>> children = children(connection, site, changed);
        Map<String, Node> made = new LinkedHashMap<>();
        for (String path : changed) made.put(path, node(path, children.getOrDefault(path, List.of()), made));
        Node root = made.get("");
        if (root != null)
            return Optional.of(
                    new DraftNodes(root.hash(), root.files(), root.folder().size(), List.copyOf(made.values())));
        return Sql.first(
                connection,
                "SELECT hash, files, size FROM draft_entry WHERE site = ? AND path = ''",
                row -> new DraftNodes(Hash.of(row.getBytes(1)), row.getInt(2), row.getLong(3), List.of()),
                site);
    }

    /** Keeps what was made, so that it is not made again while nothing changes. */
    public void keep(Connection connection, UUID site) throws SQLException {
        Sql.update(
                connection,
                "UPDATE draft_entry d SET hash = n.hash, size = n.size, files = n.files"
                        + " FROM unnest(?::text[], ?::bytea[], ?::bigint[], ?::bigint[]) AS n (path, hash, size, files)"
                        + " WHERE d.site = ? AND d.path = n.path",
                Column.of("text", made.stream().map(Node::path).toList()),
                Column.of("bytea", made.stream().map(Node::hash).toList()),
                Column.of(
                        "bigint",
                        made.stream().map(node -> node.folder().size()).toList()),
                Column.of(
                        "bigint", made.stream().map(node -> (long) node.files()).toList()),
                site);
    }

    /** Every blob that the nodes made refer to, and they themselves. */
    public Set<Hash> reached() {
        Set<Hash> reached = new HashSet<>();
        for (Node node : made) {
            reached.add(node.hash());
            node.folder().entries().forEach(entry -> reached.add(entry.hash()));
        }
        return reached;
    }

    private static Map<String, List<Child>> children(Connection connection, UUID site, List<String> folders)
            throws SQLException {
        Map<String, List<Child>> children = new HashMap<>();
        Sql.list(
                connection,
                "SELECT path, type, hash, size, modified, files FROM draft_entry WHERE site = ? AND parent = ANY (?)"
                        + " AND '/' || path NOT LIKE '%/.git'",
                row -> children.computeIfAbsent(Paths.parent(row.getString(1)), parent -> new ArrayList<>())
                        .add(new Child(row.getString(1), Entry.read(row), row.getInt(6))),
                site,
                Column.of("text", folders));
        return children;
    }

    private static Node node(String path, List<Child> children, Map<String, Node> made) {
        if (children.size() > Folder.MOST_ENTRIES)
            throw Problem.refused(
                    "folder-too-large", "The folder \"" + path + "\" has over " + Folder.MOST_ENTRIES + " entries.");
        List<Folder.Entry> entries = new ArrayList<>(children.size());
        int files = 0;
        for (Child child : children) {
            Node below = made.get(child.path());
            files += below == null ? child.files() : below.files();
            entries.add(entry(child, below));
        }
        return Node.of(path, entries, files);
    }

    private static Folder.Entry entry(Child child, Node below) {
        String name = Paths.name(child.path());
        Entry entry = child.entry();
        if (!entry.isFolder())
            return new Folder.Entry(name, Folder.Type.FILE, entry.hash(), entry.size(), entry.modified());
        return below == null
                ? new Folder.Entry(name, Folder.Type.FOLDER, entry.hash(), entry.size(), 0)
                : new Folder.Entry(
                        name, Folder.Type.FOLDER, below.hash(), below.folder().size(), 0);
    }
}
