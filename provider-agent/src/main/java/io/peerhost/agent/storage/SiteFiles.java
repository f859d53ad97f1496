package io.peerhost.agent.storage;

import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.release.Folder;
import io.peerhost.protocol.release.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Releases as folders of files, for pods to read: {@code sites/<boot>/<lease>/<root>}, made beside and moved there whole. Files are hard
 * links to the blobs where the file system allows it and times agree, so that a release costs names only; nobody but this agent can
 * write them.
 */
public final class SiteFiles {
    private final Path folder;
    private final Releases releases;

    /** Folders of an earlier boot are removed: pods of that boot are gone too. */
    public SiteFiles(Path data, Releases releases) throws IOException {
        Path all = Files.createDirectories(data.resolve("sites"));
        this.folder = all.resolve(Boot.id());
        this.releases = releases;
        try (Stream<Path> boots = Files.list(all)) {
            for (Path old : boots.filter(boot -> !boot.equals(folder)).toList()) delete(old);
        }
        Files.createDirectories(folder);
    }

    /** The folder with the files of a release that is whole. */
    public Path of(Bytes32 lease, Hash root) throws IOException {
        Path goal = folder.resolve(lease.hex()).resolve(root.hex());
        if (Files.isDirectory(goal)) return goal;
        Path draft = goal.resolveSibling(root.hex() + ".new");
        delete(draft);
        Files.createDirectories(draft);
        try {
            releases.walk(root, (path, entry) -> place(draft.resolve(path), entry));
        } catch (InvalidPathException e) {
            throw new IOException(
                    "This machine's locale has no letter of \"" + e.getInput()
                            + "\": start the agent with LC_ALL=C.UTF-8",
                    e);
        }
        open(draft);
        Files.move(draft, goal, StandardCopyOption.ATOMIC_MOVE);
        return goal;
    }

    private void place(Path path, Folder.Entry entry) throws IOException {
        if (entry.type() == Folder.Type.FOLDER) {
            Files.createDirectory(path);
            open(path);
            return;
        }
        Path blob = releases.file(entry);
        FileTime modified = FileTime.from(entry.modified(), TimeUnit.SECONDS);
        if (linked(path, blob, modified)) return;
        Files.copy(blob, path, StandardCopyOption.REPLACE_EXISTING);
        finish(path, modified);
    }

    /** All links have one time: a release that shows these bytes already keeps the one it has, and another time needs a copy. */
    private synchronized boolean linked(Path path, Path blob, FileTime modified) {
        try {
            boolean shown = (int) Files.getAttribute(blob, "unix:nlink") > 1;
            if (shown && !Files.getLastModifiedTime(blob).equals(modified)) return false;
            Files.createLink(path, blob);
            finish(path, modified);
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static void finish(Path file, FileTime modified) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        Files.setLastModifiedTime(file, modified);
    }

    private static void open(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Removes the lease's folders of other releases; all of them, and the lease's own, when there are none to keep. */
    public void keepOnly(Bytes32 lease, Set<Hash> roots) throws IOException {
        Path of = folder.resolve(lease.hex());
        if (!Files.isDirectory(of)) return;
        try (Stream<Path> kept = Files.list(of)) {
            for (Path release : kept.toList())
                if (roots.stream().noneMatch(root -> release.endsWith(root.hex()))) delete(release);
        }
        if (roots.isEmpty()) Files.deleteIfExists(of);
    }

    private static void delete(Path path) throws IOException {
        if (!Files.exists(path)) return;
        try (Stream<Path> below = Files.walk(path)) {
            for (Path each : below.sorted(Comparator.reverseOrder()).toList()) Files.delete(each);
        }
    }
}
