package io.peerhost.gateway.files;

import io.peerhost.gateway.draft.Draft;
import java.nio.file.FileStore;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;

/** A site's quota in the shape of a disk. */
final class QuotaStore extends FileStore {
    private final Draft draft;

    QuotaStore(Draft draft) {
        this.draft = draft;
    }

    @Override
    public String name() {
        return draft.facts().name();
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
        return draft.facts().quotaBytes();
    }

    @Override
    public long getUsableSpace() {
        return Math.max(0, getTotalSpace() - draft.used());
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
