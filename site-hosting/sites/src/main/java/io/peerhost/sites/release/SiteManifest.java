package io.peerhost.sites.release;

import io.peerhost.protocol.draft.Paths;
import io.peerhost.protocol.release.Folder;
import io.peerhost.protocol.release.PageRules;
import io.peerhost.rest.problem.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * A site's own settings, as its {@code peerhost.yaml} says; what it does not say is null. The schema is written down in
 * {@code docs/guides/developer-peerhost-yaml.md}.
 *
 * @param publishAfterIdleSeconds an open session publishes after so long without an open file
 * @param index name of the file shown for a folder
 * @param notFound the page shown for what is not there
 * @param cleanUrls whether {@code /about} shows {@code about.html}
 * @param fallback the page that shows the routes of an application
 * @param root the folder that visitors reach
 */
record SiteManifest(
        Integer publishAfterIdleSeconds, String index, String notFound, Boolean cleanUrls, Named fallback, Named root) {
    private static final String KEYS = "publish, root, index, notFound, cleanUrls, fallback";

    static final SiteManifest NONE = new SiteManifest(null, null, null, null, null, null);
    static final String FILE = "peerhost.yaml";
    static final int LONGEST = 64 * 1024;

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setLabel(FILE)
            .setCodePointLimit(LONGEST)
            .setMaxAliasesForCollections(0)
            .setAllowDuplicateKeys(false)
            .build();

    PageRules pages() {
        PageRules usual = PageRules.USUAL;
        return new PageRules(
                index == null ? usual.index() : index,
                notFound,
                Boolean.TRUE.equals(cleanUrls),
                fallback == null ? null : fallback.path,
                root == null ? null : root.path);
    }

    /** A file or folder that has to be in the release, and where it is named. */
    record Named(String path, int line, int column) {
        Problem wrong(String what) {
            return SiteManifest.wrong(what, line, column);
        }
    }

    /** @throws Problem 422 with the line and column (from 1) of what is wrong */
    static SiteManifest read(byte[] bytes) {
        if (bytes.length > LONGEST) throw tooLong();
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            Optional<Node> document = new Compose(SETTINGS).composeString(text);
            return document.map(SiteManifest::of).orElse(NONE);
        } catch (CharacterCodingException e) {
            throw wrong("it is not UTF-8", 1, 1);
        } catch (MarkedYamlEngineException e) {
            Mark mark = e.getProblemMark().or(e::getContextMark).orElse(null);
            throw wrong(e.getProblem(), mark == null ? 1 : mark.getLine() + 1, mark == null ? 1 : mark.getColumn() + 1);
        } catch (YamlEngineException e) {
            throw wrong(e.getMessage(), 1, 1);
        }
    }

    static Problem tooLong() {
        return wrong("it is longer than " + LONGEST + " bytes", 1, 1);
    }

    private static Problem wrong(String what, int line, int column) {
        return Problem.refused("manifest-wrong", FILE + ":" + line + ":" + column + ": " + what)
                .with("line", line)
                .with("column", column);
    }

    private static SiteManifest of(Node document) {
        Integer afterIdle = null;
        String index = null;
        String notFound = null;
        Boolean cleanUrls = null;
        Named fallback = null;
        Named root = null;
        Set<String> seen = new HashSet<>();
        for (NodeTuple pair : mapping(document, "settings").getValue()) {
            Node value = pair.getValueNode();
            switch (key(pair, seen, KEYS)) {
                case "publish" -> afterIdle = afterIdle(value);
                case "index" -> index = name(value);
                case "notFound" -> notFound = path(value);
                case "cleanUrls" -> cleanUrls = flag(value);
                case "fallback" -> fallback = named(value, path(value));
                case "root" -> root = named(value, folder(value));
                default -> throw unknown(pair, KEYS);
            }
        }
        return new SiteManifest(afterIdle, index, notFound, cleanUrls, fallback, root);
    }

    private static Integer afterIdle(Node publish) {
        Integer seconds = null;
        Set<String> seen = new HashSet<>();
        for (NodeTuple pair : mapping(publish, "publish").getValue()) {
            if (!key(pair, seen, "afterIdle").equals("afterIdle")) throw unknown(pair, "afterIdle");
            seconds = seconds(pair.getValueNode());
        }
        return seconds;
    }

    private static int seconds(Node node) {
        String text = scalar(node);
        if (!text.matches("[1-9][0-9]{0,4}s?")) throw at(node, "say seconds, 1 to 86400, such as 5s");
        int seconds = Integer.parseInt(text.replace("s", ""));
        if (seconds > 86_400) throw at(node, "say at most 86400 seconds, a day");
        return seconds;
    }

    private static String path(Node node) {
        String text = scalar(node);
        try {
            return Paths.check(text);
        } catch (IllegalArgumentException e) {
            throw at(node, "say a path within the site, without a slash at its start or end");
        }
    }

    /** What a pod's web server can be told in its own settings, whatever their grammar. */
    private static String folder(Node node) {
        String path = path(node);
        if (!path.matches("[A-Za-z0-9._/-]+"))
            throw at(node, "say a folder whose path has only letters from a to z, digits, '.', '_' and '-'");
        return path;
    }

    private static Named named(Node node, String path) {
        Mark mark = node.getStartMark().orElse(null);
        return new Named(path, mark == null ? 1 : mark.getLine() + 1, mark == null ? 1 : mark.getColumn() + 1);
    }

    private static String name(Node node) {
        String text = scalar(node);
        if (!Folder.isName(text))
            throw at(node, "say a file's name, such as index.html: it is looked for in each folder");
        return text;
    }

    private static Boolean flag(Node node) {
        return switch (scalar(node)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw at(node, "say true or false");
        };
    }

    private static MappingNode mapping(Node node, String what) {
        if (node instanceof MappingNode mapping) return mapping;
        throw at(node, what + " are written as \"key: value\" lines");
    }

    private static String key(NodeTuple pair, Set<String> seen, String known) {
        if (!(pair.getKeyNode() instanceof ScalarNode key)) throw unknown(pair, known);
        if (!seen.add(key.getValue())) throw at(key, key.getValue() + " is there twice");
        return key.getValue();
    }

    private static String scalar(Node node) {
        if (node instanceof ScalarNode scalar) return scalar.getValue();
        throw at(node, "a single value belongs here");
    }

    private static Problem unknown(NodeTuple pair, String known) {
        return at(pair.getKeyNode(), "this key is not known; known are " + known);
    }

    private static Problem at(Node node, String what) {
        return node.getStartMark()
                .map(mark -> wrong(what, mark.getLine() + 1, mark.getColumn() + 1))
                .orElseGet(() -> wrong(what, 1, 1));
    }
}
