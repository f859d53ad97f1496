package io.peerhost.gateway.files;

import io.peerhost.gateway.draft.Space;
import java.nio.file.FileStore;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;
import java.util.List;

/** What sites may hold, one or all of a login, in the shape of a disk. */
final class QuotaStore extends FileStore {
    private final List<Space> spaces;

    QuotaStore(List<Space> spaces) {
        this.spaces = spaces;
    }

    @Override
    public String name() {
        return spaces.size() == 1 ? spaces.getFirst().site() : "sites";
    }

    @Override
    public String type() {
        return "site";
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public long getTotalSpace() {
        return spaces.stream().mapToLong(Space::total).sum();
    }

    @Override
    public long getUsableSpace() {
        return spaces.stream().mapToLong(Space::free).sum();
    }

    @Override
    public long getUnallocatedSpace() {
        return getUsableSpace();
    }

    @Override
    public boolean supportsFileAttributeView(Class<? extends FileAttributeView> type) {
        return type.isAssignableFrom(DraftView.class);
    }

    @Override
    public boolean supportsFileAttributeView(String name) {
        return name.equals("basic") || name.equals("posix") || name.equals("unix");
    }

    @Override
    public <V extends FileStoreAttributeView> V getFileStoreAttributeView(Class<V> type) {
        return null;
    }

    @Override
    public Object getAttribute(String attribute) {
        throw new UnsupportedOperationException("No such attribute: " + attribute);
    }
}
