package io.peerhost.gateway.files;

import io.peerhost.gateway.draft.Draft;
import java.nio.file.FileStore;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;
import java.util.List;

/** What sites may hold, one or all of a login, in the shape of a disk. */
final class QuotaStore extends FileStore {
    private final List<Draft> drafts;

    QuotaStore(List<Draft> drafts) {
        this.drafts = drafts;
    }

    @Override
    public String name() {
        return drafts.size() == 1 ? drafts.getFirst().facts().name() : "sites";
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
        return drafts.stream().mapToLong(draft -> draft.facts().quotaBytes()).sum();
    }

    @Override
    public long getUsableSpace() {
        return drafts.stream()
                .mapToLong(draft -> Math.max(0, draft.facts().quotaBytes() - draft.used()))
                .sum();
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
