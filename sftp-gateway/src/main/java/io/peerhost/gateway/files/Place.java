package io.peerhost.gateway.files;

import io.peerhost.gateway.draft.Space;
import io.peerhost.gateway.draft.Visit;
import io.peerhost.protocol.access.SshLogin.SiteAccess;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a path leads: to "/", to the folder of a site, or into its draft.
 *
 * @param site the site's folder; null for "/"
 * @param path within the draft; "" for the site's folder itself
 */
record Place(DraftFileSystem files, String site, String path) {
    static Place of(Path given) {
        DraftPath path = DraftPath.of(given);
        int count = path.getNameCount();
        if (count == 0) return new Place(path.getFileSystem(), null, "");
        StringBuilder within = new StringBuilder();
        for (int i = 1; i < count; i++) within.append(i > 1 ? "/" : "").append(path.getName(i));
        return new Place(path.getFileSystem(), path.getName(0).toString(), within.toString());
    }

    boolean isTop() {
        return site == null;
    }

    Visit visit() throws IOException {
        if (isTop()) throw new AccessDeniedException("/", null, "Only sites are here: go into one of them");
        return files.visit(site);
    }

    /** What the site it leads into may hold; all of them for "/". */
    List<Space> spaces() throws IOException {
        if (!isTop()) return List.of(files.space(visit().draft().facts().id()));
        List<Space> all = new ArrayList<>();
        for (SiteAccess access : files.sites()) all.add(files.space(access.id()));
        return all;
    }

    /**
     * As {@link #inside()}, for what will have this name. Bytes that are no UTF-8 came here as U+FFFD: names that differ in them alone
     * would be one.
     */
    Visit named() throws IOException {
        if (path.indexOf('\uFFFD') >= 0)
            throw new FileSystemException(
                    "/" + site + "/" + path, null, "The name is not valid UTF-8, rename the file");
        return inside();
    }

    /** As {@link #visit()}, where something is to be changed: not "/", not the folder of a site itself. */
    Visit inside() throws IOException {
        if (!isTop() && path.isEmpty()) {
            files.visit(site);
            throw new AccessDeniedException(
                    "/" + site, null, "A site's own folder is made, renamed and removed in the portal");
        }
        if (isTop()) return visit();
        return files.visit(site);
    }
}
