package io.peerhost.gateway;

import io.peerhost.protocol.draft.DraftChange;
import io.peerhost.protocol.draft.DraftEntry;
import io.peerhost.protocol.draft.Paths;
import io.peerhost.protocol.draft.Published;
import io.peerhost.protocol.draft.ReleaseSummary;
import io.peerhost.protocol.json.Json;
import io.peerhost.protocol.release.Folder;
import io.peerhost.protocol.release.Hash;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** One site of the {@link StandIn}: draft and releases, as flat maps of paths. */
final class SiteModel {
    final UUID id;
    final String name;
    final TreeMap<String, DraftEntry> draft = new TreeMap<>();
    final List<Map<String, DraftEntry>> releases = new ArrayList<>();
    long revision;
    /** How often the whole draft was asked for. */
    int listed;

    volatile String kind = "STATIC";
    int idleSeconds;
    long quota = 1L << 30;
    int current;
    /** The oldest releases, no longer kept. */
    int retired;

    volatile String refusal;
    /** What {@link #refusal} is about; "" for everything. */
    volatile String refused = "";

    Map<String, Object> yamlProblem;

    SiteModel(UUID id, String name, Set<Hash> known) {
        this.id = id;
        this.name = name;
    }

    Map<String, Object> facts() {
        Map<String, Object> facts = new HashMap<>();
        facts.put("id", id);
        facts.put("name", name);
        facts.put("kind", kind);
        facts.put("publishAfterIdleSeconds", idleSeconds);
        facts.put("quotaBytes", quota);
        facts.put(
                "draftBytes",
                draft.values().stream().mapToLong(DraftEntry::size).sum());
        facts.put("url", url());
        facts.put("current", current == 0 ? null : current);
        return facts;
    }

    byte[] draftLines() {
        listed++;
        StringBuilder lines = new StringBuilder("{\"revision\":" + revision + "}\n");
        draft.values().forEach(entry -> lines.append(Json.write(entry)).append('\n'));
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    boolean refuses(List<DraftChange> changes) {
        return refusal != null
                && changes.stream()
                        .anyMatch(change -> refused.isEmpty()
                                || change instanceof DraftChange.Put put
                                        && put.path().equals(refused));
    }

    /** Paths that are to be moved or touched and will not be there. */
    List<String> absent(List<DraftChange> changes) {
        SiteModel trial = new SiteModel(id, name, Set.of());
        trial.draft.putAll(draft);
        List<String> absent = new ArrayList<>();
        for (DraftChange change : changes) {
            String needed =
                    switch (change) {
                        case DraftChange.Move move -> move.path();
                        case DraftChange.Touch touch -> touch.path();
                        default -> null;
                    };
            if (needed == null || trial.draft.containsKey(needed)) trial.apply(change);
            else absent.add(needed);
        }
        return absent;
    }

    /** Somebody else, by the API or at another gateway, changes the draft. */
    synchronized void changedElsewhere(DraftChange... changes) {
        for (DraftChange change : changes) apply(change);
        revision++;
    }

    void apply(DraftChange change) {
        switch (change) {
            case DraftChange.Put put -> {
                parents(put.path(), put.modified());
                removeAll(put.path());
                draft.put(
                        put.path(),
                        new DraftEntry(put.path(), Folder.Type.FILE, put.hash(), put.size(), put.modified()));
            }
            case DraftChange.MakeFolder make -> folder(make.path(), make.modified());
            case DraftChange.Remove remove -> removeAll(remove.path());
            case DraftChange.Move move -> move(move.path(), move.to());
            case DraftChange.Touch touch ->
                draft.computeIfPresent(
                        touch.path(),
                        (path, entry) ->
                                new DraftEntry(path, entry.type(), entry.hash(), entry.size(), touch.modified()));
        }
    }

    private void move(String from, String to) {
        if (!draft.containsKey(from)) throw new IllegalArgumentException("Nothing to move at " + from);
        removeAll(to);
        parents(to, 0);
        Map<String, DraftEntry> moved = new HashMap<>();
        draft.forEach((path, entry) -> {
            if (path.equals(from) || path.startsWith(from + "/")) moved.put(path, entry);
        });
        moved.forEach((path, entry) -> {
            draft.remove(path);
            String there = to + path.substring(from.length());
            draft.put(there, new DraftEntry(there, entry.type(), entry.hash(), entry.size(), entry.modified()));
        });
    }

    private void folder(String path, long modified) {
        parents(path, modified);
        draft.put(path, new DraftEntry(path, Folder.Type.FOLDER, null, 0, modified));
    }

    private void parents(String path, long modified) {
        for (String parent = Paths.parent(path); !parent.isEmpty(); parent = Paths.parent(parent))
            draft.putIfAbsent(parent, new DraftEntry(parent, Folder.Type.FOLDER, null, 0, modified));
    }

    private void removeAll(String path) {
        draft.keySet().removeIf(at -> at.equals(path) || at.startsWith(path + "/"));
    }

    Published publish() {
        boolean fresh = releases.isEmpty() || !releases.getLast().equals(draft);
        if (fresh) releases.add(new TreeMap<>(draft));
        current = releases.size();
        return new Published(summary(current), fresh, url());
    }

    private String url() {
        return "http://" + name + ".localhost";
    }

    boolean hasFiles() {
        return draft.values().stream().anyMatch(entry -> entry.type() == Folder.Type.FILE);
    }

    List<ReleaseSummary> summaries() {
        List<ReleaseSummary> summaries = new ArrayList<>();
        for (int number = releases.size(); number > 0; number--) summaries.add(summary(number));
        return summaries;
    }

    ReleaseSummary point(Integer number) {
        int goal = number == null ? current - 1 : number;
        if (goal < 1 || goal > releases.size()) throw new IllegalArgumentException("There is no release " + goal);
        current = goal;
        return summary(goal);
    }

    private ReleaseSummary summary(int number) {
        Map<String, DraftEntry> files = releases.get(number - 1);
        return new ReleaseSummary(
                number,
                Hash.ofContent(files.toString().getBytes(StandardCharsets.UTF_8)),
                (int) files.values().stream()
                        .filter(entry -> entry.type() == Folder.Type.FILE)
                        .count(),
                files.values().stream().mapToLong(DraftEntry::size).sum(),
                files.size(),
                Instant.EPOCH,
                number == current,
                number <= retired ? Instant.EPOCH : null);
    }
}
