package io.peerhost.gateway.files;

import io.peerhost.gateway.draft.Entry;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Attributes as clients expect them: rw-r--r-- for files, rwxr-xr-x for folders, whatever was asked for. */
record Attributes(Entry entry, GroupPrincipal owner) implements PosixFileAttributes {
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-r--r--");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final int ID = 1000;

    Map<String, Object> asMap() {
        Map<String, Object> map = new TreeMap<>();
        map.put("isRegularFile", isRegularFile());
        map.put("isDirectory", isDirectory());
        map.put("isSymbolicLink", false);
        map.put("isOther", false);
        map.put("size", size());
        map.put("lastModifiedTime", lastModifiedTime());
        map.put("lastAccessTime", lastModifiedTime());
        map.put("creationTime", lastModifiedTime());
        map.put("permissions", permissions());
        map.put("owner", owner);
        map.put("group", owner);
        map.put("uid", ID);
        map.put("gid", ID);
        map.put("nlink", 1);
        return map;
    }

    @Override
    public Set<PosixFilePermission> permissions() {
        return entry.folder() ? FOLDER : FILE;
    }

    @Override
    public GroupPrincipal group() {
        return owner;
    }

    @Override
    public FileTime lastModifiedTime() {
        return FileTime.fromMillis(entry.modified() * 1000);
    }

    @Override
    public FileTime lastAccessTime() {
        return lastModifiedTime();
    }

    @Override
    public FileTime creationTime() {
        return lastModifiedTime();
    }

    @Override
    public boolean isRegularFile() {
        return !entry.folder();
    }

    @Override
    public boolean isDirectory() {
        return entry.folder();
    }

    @Override
    public boolean isSymbolicLink() {
        return false;
    }

    @Override
    public boolean isOther() {
        return false;
    }

    @Override
    public long size() {
        return entry.size();
    }

    @Override
    public Object fileKey() {
        return null;
    }
}
