package io.peerhost.gateway.draft;

import io.peerhost.gateway.draft.Node.FileNode;
import io.peerhost.gateway.draft.Node.FolderNode;
import io.peerhost.gateway.upload.Incoming;
import io.peerhost.gateway.upload.LocalBlob;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The files of a draft that are being written, and those that a broken connection left half written. The spool is told
 * what each is, so that a gateway that ends without warning finds it again. Its draft's lock guards it.
 */
final class Unfinished {
    private final UUID site;
    private final Set<FileNode> writing = new LinkedHashSet<>();
    private final Set<FileNode> cutOff = new LinkedHashSet<>();

    Unfinished(UUID site) {
        this.site = site;
    }

    /** Bytes they take beyond the finished contents in whose place they are written. */
    long bytes() {
        long sum = 0;
        for (FileNode file : writing) sum += file.reserved() - (file.parent() == null ? 0 : file.bytes());
        return sum;
    }

    List<String> cutOff() {
        return cutOff.stream().map(Node::path).toList();
    }

    void begin(FileNode file, Incoming incoming) throws IOException {
        file.writing(incoming);
        file.reserved(incoming.size());
        writing.add(file);
        note(file);
    }

    /** Somebody writes to it again. */
    void goOn(FileNode file) {
        cutOff.remove(file);
    }

    /** @return what was written */
    LocalBlob finish(FileNode file) throws IOException {
        try {
            LocalBlob blob = file.writing().finish();
            over(file);
            return blob;
        } catch (IOException e) {
            abandon(file);
            throw e;
        }
    }

    void pause(FileNode file) throws IOException {
        file.writing().pause();
        file.reserved(file.writing().size());
        note(file);
        cutOff.add(file);
    }

    void abandon(FileNode file) {
        file.writing().discard();
        file.writing(null);
        over(file);
    }

    private void over(FileNode file) {
        writing.remove(file);
        cutOff.remove(file);
    }

    /** {@code node}, and all below it, has another path now, or none. */
    void moved(Node node) throws IOException {
        if (node instanceof FolderNode folder) {
            if (!writing.isEmpty()) for (Node child : folder.children()) moved(child);
        } else if (node instanceof FileNode file) {
            if (file.writing() != null) note(file);
        }
    }

    void note(FileNode file) throws IOException {
        if (file.parent() == null) file.writing().unnote();
        else file.writing().note(site, file.path(), file.modified());
    }

    void discard() {
        List.copyOf(cutOff).forEach(this::abandon);
    }
}
