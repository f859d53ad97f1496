package io.peerhost.sites.release;

import io.peerhost.protocol.release.Folder;
import io.peerhost.protocol.release.Hash;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/** Counts the files in which two trees differ in content; folders that are the same are not looked into. */
final class TreeDifference {
    private static final Folder NONE = new Folder(List.of());

    private final Function<Collection<Hash>, Map<Hash, Folder>> folders;
    private int files;

    /** @param folders gives the nodes of these hashes */
    TreeDifference(Function<Collection<Hash>, Map<Hash, Folder>> folders) {
        this.folders = folders;
    }

    /** Two folders of one path; null where there is none. */
    private record Pair(Hash before, Hash after) {}

    int between(Hash before, Hash after) {
        List<Pair> level = List.of(new Pair(before, after));
        while (!level.isEmpty()) level = compare(level);
        return files;
    }

    private List<Pair> compare(List<Pair> level) {
        Set<Hash> wanted = new HashSet<>();
        for (Pair pair : level) {
            if (pair.before() != null) wanted.add(pair.before());
            if (pair.after() != null) wanted.add(pair.after());
        }
        Map<Hash, Folder> nodes = folders.apply(wanted);
        List<Pair> next = new ArrayList<>();
        for (Pair pair : level)
            if (!Objects.equals(pair.before(), pair.after()))
                compare(node(nodes, pair.before()), node(nodes, pair.after()), next);
        return next;
    }

    private static Folder node(Map<Hash, Folder> nodes, Hash hash) {
        return hash == null ? NONE : nodes.get(hash);
    }

    private void compare(Folder before, Folder after, List<Pair> next) {
        Map<String, Folder.Entry> old = new HashMap<>();
        before.entries().forEach(entry -> old.put(entry.name(), entry));
        for (Folder.Entry entry : after.entries()) compare(old.remove(entry.name()), entry, next);
        for (Folder.Entry gone : old.values()) compare(gone, null, next);
    }

    private void compare(Folder.Entry before, Folder.Entry after, List<Pair> next) {
        if (before != null && after != null && before.hash().equals(after.hash()) && before.type() == after.type())
            return;
        Hash from = folder(before);
        Hash to = folder(after);
        if (from != null || to != null) next.add(new Pair(from, to));
        if (isFile(before) || isFile(after)) files++;
    }

    private static boolean isFile(Folder.Entry entry) {
        return entry != null && entry.type() == Folder.Type.FILE;
    }

    private static Hash folder(Folder.Entry entry) {
        return entry == null || isFile(entry) ? null : entry.hash();
    }
}
