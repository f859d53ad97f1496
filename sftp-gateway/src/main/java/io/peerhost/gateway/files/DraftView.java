package io.peerhost.gateway.files;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/** Times are kept; owners and permissions are accepted, since clients send them, and mean nothing here. */
record DraftView(Path path) implements PosixFileAttributeView {
    @Override
    public String name() {
        return "posix";
    }

    @Override
    public PosixFileAttributes readAttributes() throws IOException {
        return DraftProvider.attributes(path);
    }

    @Override
    public void setTimes(FileTime modified, FileTime accessed, FileTime created) throws IOException {
        if (modified != null) DraftProvider.touch(path, modified);
    }

    @Override
    public void setPermissions(Set<PosixFilePermission> permissions) throws IOException {
        readAttributes();
    }

    @Override
    public void setGroup(GroupPrincipal group) throws IOException {
        readAttributes();
    }

    @Override
    public UserPrincipal getOwner() throws IOException {
        return readAttributes().owner();
    }

    @Override
    public void setOwner(UserPrincipal owner) throws IOException {
        readAttributes();
    }
}
