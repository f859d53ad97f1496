package io.peerhost.sites.draft;

import io.peerhost.protocol.draft.DraftChange;
import io.peerhost.protocol.draft.DraftEntry;
import io.peerhost.protocol.draft.Paths;
import io.peerhost.protocol.release.Folder;
import io.peerhost.protocol.release.Hash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a draft should be: one change after the other on a map, nothing clever. */
final class ModelDraft {
    /** What a change that cannot be makes. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private Map<String, Entry> entries = new TreeMap<>(Folder.BY_BYTES);

    /** All or nothing. */
    void apply(List<DraftChange> changes) {
        Map<String, Entry> before = new TreeMap<>(entries);
        try {
            changes.forEach(this::apply);
        } catch (Refused e) {
            entries = before;
            throw e;
        }
    }

    private void apply(DraftChange change) {
        switch (change) {
            case DraftChange.Put put -> {
                makeParents(put.path());
                if (folderAt(put.path())) throw new Refused();
                entries.put(put.path(), new Entry(Folder.Type.FILE, put.hash(), put.size(), put.modified()));
            }
            case DraftChange.MakeFolder folder -> {
                makeParents(folder.path());
                makeFolder(folder.path(), folder.modified());
                entries.put(folder.path(), new Entry(Folder.Type.FOLDER, null, 0, folder.modified()));
            }
            case DraftChange.Remove remove -> takeOut(remove.path());
            case DraftChange.Move move -> {
                Map<String, Entry> moved = takeOut(move.path());
                if (moved.isEmpty()) throw new Refused();
                takeOut(move.to());
                makeParents(move.to());
                moved.forEach((path, entry) ->
                        entries.put(move.to() + path.substring(move.path().length()), entry));
            }
            case DraftChange.Touch touch -> {
                Entry there = Optional.ofNullable(entries.get(touch.path())).orElseThrow(Refused::new);
                entries.put(touch.path(), new Entry(there.type(), there.hash(), there.size(), touch.modified()));
            }
        }
    }

    private Map<String, Entry> takeOut(String path) {
        Map<String, Entry> taken = new HashMap<>();
        entries.forEach((at, entry) -> {
            if (at.equals(path) || at.startsWith(path + "/")) taken.put(at, entry);
        });
        entries.keySet().removeAll(taken.keySet());
        return taken;
    }

    private void makeParents(String path) {
        for (String at = Paths.parent(path); !at.isEmpty(); at = Paths.parent(at)) makeFolder(at, 0);
    }

    private void makeFolder(String path, long modified) {
        Entry there = entries.putIfAbsent(path, new Entry(Folder.Type.FOLDER, null, 0, modified));
        if (there != null && !there.isFolder()) throw new Refused();
    }

    private boolean folderAt(String path) {
        return entries.containsKey(path) && entries.get(path).isFolder();
    }

    /** Times of folders left out: those of folders made along the way are the clock's. */
    List<DraftEntry> listing() {
        return entries.entrySet().stream()
                .map(e -> timeless(new DraftEntry(
                        e.getKey(),
                        e.getValue().type(),
                        e.getValue().hash(),
                        e.getValue().size(),
                        e.getValue().modified())))
                .toList();
    }

    static DraftEntry timeless(DraftEntry entry) {
        return entry.type() == Folder.Type.FILE ? entry : new DraftEntry(entry.path(), entry.type(), null, 0, 0);
    }

    List<String> paths() {
        return List.copyOf(entries.keySet());
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    boolean hasFiles() {
        return entries.values().stream().anyMatch(entry -> !entry.isFolder());
    }

    Hash root() {
        return folder("").hash();
    }

    private Folder folder(String path) {
        List<Folder.Entry> within = new ArrayList<>();
        entries.forEach((at, entry) -> {
            if (!Paths.parent(at).equals(path)) return;
            String name = Paths.name(at);
            Folder below = entry.isFolder() ? folder(at) : null;
            within.add(
                    below == null
                            ? new Folder.Entry(name, entry.type(), entry.hash(), entry.size(), entry.modified())
                            : new Folder.Entry(name, entry.type(), below.hash(), below.size(), 0));
        });
        return new Folder(within);
    }
}
