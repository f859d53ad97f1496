package io.peerhost.sites.draft;

import io.peerhost.protocol.draft.DraftChange;
import io.peerhost.protocol.draft.Paths;
import io.peerhost.protocol.release.Folder;
import io.peerhost.rest.problem.Problem;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Files and folders to be added, the last of each path, with all parents.
 *
 * @param files by path
 * @param folders by path, with the time they get when they are new
 * @param named those of the folders that were asked for themselves
 */
record Addition(Map<String, Entry> files, Map<String, Long> folders, Set<String> named) {
    /** @throws Problem 409 when one path is to be both a file and a folder */
    static Addition of(Iterable<DraftChange> run, long now) {
        Addition addition = new Addition(new HashMap<>(), new HashMap<>(), new HashSet<>());
        for (DraftChange change : run)
            switch (change) {
                case DraftChange.Put put ->
                    addition.files.put(put.path(), new Entry(Folder.Type.FILE, put.hash(), put.size(), put.modified()));
                case DraftChange.MakeFolder folder -> {
                    addition.folders.put(folder.path(), folder.modified());
                    addition.named.add(folder.path());
                }
                default -> throw new IllegalArgumentException("Adds nothing: " + change);
            }
        for (DraftChange change : run) addition.addParents(Changes.path(change), now);
        for (String file : addition.files.keySet()) if (addition.folders.containsKey(file)) throw isFolder(file);
        return addition;
    }

    static Addition parentsOf(String path, long now) {
        Addition addition = new Addition(new HashMap<>(), new HashMap<>(), new HashSet<>());
        addition.addParents(path, now);
        return addition;
    }

    private void addParents(String path, long now) {
        for (String at = path; !at.isEmpty(); ) {
            at = Paths.parent(at);
            folders.putIfAbsent(at, now);
        }
    }

    Set<String> paths() {
        Set<String> paths = new HashSet<>(files.keySet());
        paths.addAll(folders.keySet());
        return paths;
    }

    /**
     * What differs from what exists.
     *
     * @param files new, or other than they were
     * @param newFiles how many are new
     * @param bytes by how many the files grow together
     */
    record Difference(
            Map<String, Entry> files,
            Map<String, Long> newFolders,
            Map<String, Long> touchedFolders,
            int newFiles,
            long bytes) {}

    /** @throws Problem 409 when a file is where a folder is needed, or the other way round */
    Difference against(Map<String, Entry> existing) {
        Map<String, Long> newFolders = new HashMap<>();
        Map<String, Long> touched = new HashMap<>();
        folders.forEach((path, modified) -> {
            Entry there = existing.get(path);
            if (there == null) newFolders.put(path, modified);
            else if (!there.isFolder()) throw isFile(path);
            else if (named.contains(path)) touched.put(path, modified);
        });
        Map<String, Entry> other = new HashMap<>();
        long bytes = 0;
        int newFiles = 0;
        for (Map.Entry<String, Entry> file : files.entrySet()) {
            Entry there = existing.get(file.getKey());
            if (there != null && there.isFolder()) throw isFolder(file.getKey());
            if (file.getValue().equals(there)) continue;
            other.put(file.getKey(), file.getValue());
            bytes += file.getValue().size() - (there == null ? 0 : there.size());
            if (there == null) newFiles++;
        }
        return new Difference(other, newFolders, touched, newFiles, bytes);
    }

    private static Problem isFolder(String path) {
        return Problem.conflict("path-conflict", path + " is a folder. Remove it first to put a file there.")
                .with("path", path);
    }

    private static Problem isFile(String path) {
        return Problem.conflict("path-conflict", path + " is a file. Remove it first to make a folder there.")
                .with("path", path);
    }
}
