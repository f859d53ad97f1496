package io.peerhost.sites.draft;

import io.peerhost.protocol.draft.DraftChange;
import io.peerhost.protocol.release.Hash;
import io.peerhost.rest.problem.Problem;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A batch of changes, in order. */
public record Changes(List<DraftChange> changes) {
    public static final int MOST = 5_000;

    public Changes {
        if (changes == null) throw new IllegalArgumentException("changes are missing");
        if (changes.size() > MOST) throw new IllegalArgumentException("At most " + MOST + " changes at once");
        changes = List.copyOf(changes);
        CharsetEncoder utf8 = StandardCharsets.UTF_8.newEncoder();
        for (DraftChange change : changes)
            if (!utf8.canEncode(path(change))
                    || (change instanceof DraftChange.Move move && !utf8.canEncode(move.to())))
                throw new IllegalArgumentException("A path is not valid Unicode: " + path(change));
    }

    /** The blobs that are to be stored, with the sizes said of them. */
    Map<Hash, Long> blobs() {
        Map<Hash, Long> sizes = new HashMap<>();
        for (DraftChange change : changes)
            if (change instanceof DraftChange.Put put) {
                Long other = sizes.put(put.hash(), put.size());
                if (other != null && other != put.size())
                    throw Problem.refused("size-wrong", "The blob " + put.hash() + " is said to have two sizes.");
            }
        return sizes;
    }

    /** Neighbours of one kind together: each run is a handful of statements. A move is a run of its own. */
    List<List<DraftChange>> runs() {
        List<List<DraftChange>> runs = new ArrayList<>();
        String kind = "";
        for (DraftChange change : changes) {
            String own = kind(change);
            if (!own.equals(kind) || change instanceof DraftChange.Move) runs.add(new ArrayList<>());
            runs.getLast().add(change);
            kind = own;
        }
        return runs;
    }

    static String path(DraftChange change) {
        return switch (change) {
            case DraftChange.Put put -> put.path();
            case DraftChange.MakeFolder folder -> folder.path();
            case DraftChange.Remove remove -> remove.path();
            case DraftChange.Move move -> move.path();
            case DraftChange.Touch touch -> touch.path();
        };
    }

    private static String kind(DraftChange change) {
        return switch (change) {
            case DraftChange.Put put -> "add";
            case DraftChange.MakeFolder folder -> "add";
            case DraftChange.Remove remove -> "remove";
            case DraftChange.Move move -> "move";
            case DraftChange.Touch touch -> "touch";
        };
    }
}
