package io.peerhost.gateway.files;

import io.peerhost.gateway.draft.DraftFile;
import io.peerhost.gateway.draft.Entry;
import io.peerhost.gateway.draft.Visit;
import io.peerhost.protocol.access.SshLogin.SiteAccess;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.NotLinkException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.spi.FileSystemProvider;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The operations of SFTP and SCP on drafts, in the form the SSH library asks for them. */
final class DraftProvider extends FileSystemProvider {
    @Override
    public String getScheme() {
        return "peerhost";
    }

    @Override
    public SeekableByteChannel newByteChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attrs)
            throws IOException {
        return open(path, options);
    }

    static DraftFile open(Path path, Set<? extends OpenOption> options) throws IOException {
        return open(path, options, options.contains(StandardOpenOption.APPEND));
    }

    /** @param append whether each write goes to the end, whatever others have written */
    static DraftFile open(Path path, Set<? extends OpenOption> options, boolean append) throws IOException {
        Place place = Place.of(path);
        boolean write = append || options.contains(StandardOpenOption.WRITE);
        if (!write) return place.visit().open(place.path(), DraftFile.Mode.READ);
        boolean fresh = options.contains(StandardOpenOption.CREATE_NEW);
        return place.named()
                .open(
                        place.path(),
                        new DraftFile.Mode(
                                true,
                                fresh || options.contains(StandardOpenOption.CREATE),
                                fresh,
                                options.contains(StandardOpenOption.TRUNCATE_EXISTING),
                                append));
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path dir, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        Place place = Place.of(dir);
        List<Path> entries;
        if (place.isTop()) {
            entries = place.files().sites().stream()
                    .map(SiteAccess::name)
                    .map(dir::resolve)
                    .toList();
        } else {
            entries = place.visit().list(place.path()).stream()
                    .map(Entry::name)
                    .map(dir::resolve)
                    .toList();
        }
        return new Listing(entries);
    }

    private record Listing(List<Path> entries) implements DirectoryStream<Path> {
        @Override
        public Iterator<Path> iterator() {
            return entries.iterator();
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    @Override
    public void createDirectory(Path dir, FileAttribute<?>... attrs) throws IOException {
        Place place = Place.of(dir);
        place.named().makeFolder(place.path());
    }

    @Override
    public void delete(Path path) throws IOException {
        Place place = Place.of(path);
        Visit visit = place.inside();
        if (visit.stat(place.path()).folder()) visit.removeFolder(place.path());
        else visit.removeFile(place.path());
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        Place from = Place.of(source);
        Place to = Place.of(target);
        Visit visit = from.inside();
        if (visit != to.named())
            throw new UnsupportedOperationException("From one site to another files are copied, not renamed");
        visit.move(from.path(), to.path(), Arrays.asList(options).contains(StandardCopyOption.REPLACE_EXISTING));
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) {
        throw new UnsupportedOperationException("Copying is left to the client");
    }

    @Override
    public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attrs) {
        throw new UnsupportedOperationException("A site holds files and folders, no links");
    }

    @Override
    public void createLink(Path link, Path existing) {
        throw new UnsupportedOperationException("A site holds files and folders, no links");
    }

    @Override
    public Path readSymbolicLink(Path link) throws IOException {
        attributes(link);
        throw new NotLinkException(link.toString());
    }

    @Override
    public boolean isSameFile(Path one, Path other) {
        return DraftPath.of(one).equals(DraftPath.of(other));
    }

    @Override
    public boolean isHidden(Path path) {
        return false;
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        return new QuotaStore(Place.of(path).spaces());
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        attributes(path);
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
        DraftView view = new DraftView(path);
        return type.isInstance(view) ? type.cast(view) : null;
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        return type.cast(attributes(path));
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String names, LinkOption... options) throws IOException {
        return attributes(path).asMap();
    }

    static Attributes attributes(Path path) throws IOException {
        Place place = Place.of(path);
        return new Attributes(entry(place), place.files().owners().owner());
    }

    /** "/" and the folders of sites are there as long as the login is: they have no time, and nobody waits for them. */
    private static Entry entry(Place place) throws IOException {
        if (!place.isTop() && !place.path().isEmpty()) return place.visit().stat(place.path());
        if (!place.isTop()) place.files().site(place.site());
        return new Entry(null, true, 0, 0);
    }

    @Override
    public void setAttribute(Path path, String name, Object value, LinkOption... options) throws IOException {
        if (name.endsWith("lastModifiedTime") && value instanceof FileTime time) touch(path, time);
        else attributes(path);
    }

    static void touch(Path path, FileTime time) throws IOException {
        Place place = Place.of(path);
        if (place.isTop() || place.path().isEmpty()) attributes(path);
        else place.visit().touch(place.path(), time.toMillis() / 1000);
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
        throw new UnsupportedOperationException("A session's files have no URI");
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        throw new UnsupportedOperationException("A session's files have no URI");
    }

    @Override
    public Path getPath(URI uri) {
        throw new UnsupportedOperationException("A session's files have no URI");
    }
}
