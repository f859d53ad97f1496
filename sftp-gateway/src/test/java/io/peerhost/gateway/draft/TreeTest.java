package io.peerhost.gateway.draft;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.gateway.draft.Node.FileNode;
import io.peerhost.gateway.draft.Node.FolderNode;
import io.peerhost.protocol.draft.Paths;
import io.peerhost.protocol.release.Hash;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any history of operations leaves the tree as it leaves a flat map of paths, and refuses the same of them. */
class TreeTest {
    /** @param size of a file; a folder where it is -1 */
    private record Operation(String what, String path, String to, int size) {}

    @Provide
    Arbitrary<List<Operation>> histories() {
        Arbitrary<String> paths =
                Arbitraries.of("a", "b", "c").list().ofMinSize(1).ofMaxSize(3).map(names -> String.join("/", names));
        return Combinators.combine(
                        Arbitraries.of("file", "folder", "remove", "move", "replace"),
                        paths,
                        paths,
                        Arbitraries.integers().between(0, 100))
                .as(Operation::new)
                .list()
                .ofMaxSize(60);
    }

    @Property(tries = 500)
    void shouldEqualAModelWhenAnyOperationsAreMade(@ForAll("histories") List<Operation> history) {
        Tree tree = new Tree();
        TreeMap<String, Integer> model = new TreeMap<>();
        for (Operation operation : history) {
            boolean done = onTree(tree, operation);
            assertThat(done).as(operation.toString()).isEqualTo(onModel(model, operation));
            assertThat(flat(tree.root())).isEqualTo(model);
            assertThat(tree.entries()).isEqualTo(model.size());
            assertThat(tree.bytes())
                    .isEqualTo(model.values().stream()
                            .mapToLong(size -> Math.max(0, size))
                            .sum());
        }
    }

    private static boolean onTree(Tree tree, Operation operation) {
        try {
            switch (operation.what()) {
                case "file" -> tree.add(operation.path(), new FileNode(0, content(operation.size())));
                case "folder" -> tree.add(operation.path(), new FolderNode(0));
                case "remove" -> tree.remove(tree.get(operation.path()));
                default ->
                    tree.move(
                            tree.get(operation.path()),
                            operation.to(),
                            operation.what().equals("replace"));
            }
            return true;
        } catch (FileSystemException e) {
            return false;
        }
    }

    private static boolean onModel(TreeMap<String, Integer> model, Operation operation) {
        return switch (operation.what()) {
            case "file" -> add(model, operation.path(), operation.size());
            case "folder" -> add(model, operation.path(), -1);
            case "remove" -> !take(model, operation.path()).isEmpty();
            default ->
                move(model, operation.path(), operation.to(), operation.what().equals("replace"));
        };
    }

    private static boolean add(TreeMap<String, Integer> model, String path, int size) {
        if (!isFolder(model, Paths.parent(path)) || model.containsKey(path)) return false;
        model.put(path, size);
        return true;
    }

    private static boolean move(TreeMap<String, Integer> model, String from, String to, boolean replace) {
        if (!model.containsKey(from) || !isFolder(model, Paths.parent(to))) return false;
        if (from.equals(to)) return true;
        if (to.startsWith(from + "/")) return false;
        if (model.containsKey(to)) {
            boolean alike = isFolder(model, from) == isFolder(model, to);
            boolean empty = model.keySet().stream().noneMatch(path -> path.startsWith(to + "/"));
            if (!replace || !alike || !empty) return false;
            model.remove(to);
        }
        take(model, from).forEach((path, size) -> model.put(to + path.substring(from.length()), size));
        return true;
    }

    private static Map<String, Integer> take(TreeMap<String, Integer> model, String path) {
        Map<String, Integer> taken = new TreeMap<>();
        for (String at : new ArrayList<>(model.keySet()))
            if (at.equals(path) || at.startsWith(path + "/")) taken.put(at, model.remove(at));
        return taken;
    }

    private static boolean isFolder(TreeMap<String, Integer> model, String path) {
        return path.isEmpty() || model.getOrDefault(path, 0) == -1;
    }

    private static Map<String, Integer> flat(FolderNode folder) {
        Map<String, Integer> flat = new TreeMap<>();
        for (Node child : folder.children()) {
            flat.put(child.path(), child instanceof FolderNode ? -1 : (int) child.bytes());
            if (child instanceof FolderNode below) flat.putAll(flat(below));
        }
        return flat;
    }

    private static Content content(int size) {
        return new Content(Hash.ofContent(String.valueOf(size).getBytes(StandardCharsets.UTF_8)), size, null);
    }
}
