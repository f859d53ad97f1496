package io.peerhost.gateway.files;

import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.apache.sshd.common.file.util.BasePath;

/** A path of the virtual tree: "/" holds a folder a site, below it the site's draft. */
final class DraftPath extends BasePath<DraftPath, DraftFileSystem> {
    DraftPath(DraftFileSystem files, String root, List<String> names) {
        super(files, root, names);
    }

    @Override
    public DraftPath toRealPath(LinkOption... options) {
        return toAbsolutePath().normalize();
    }

    static DraftPath of(Path path) {
        if (path instanceof DraftPath draft) return draft.toAbsolutePath().normalize();
        throw new IllegalArgumentException("Not a path of a session: " + path);
    }
}
