package io.peerhost.sites.draft;

import io.peerhost.protocol.release.Folder;
import io.peerhost.protocol.release.Hash;
import java.sql.ResultSet;
import java.sql.SQLException;

/** What stands at a path. */
record Entry(Folder.Type type, Hash hash, long size, long modified) {
    boolean isFolder() {
        return type == Folder.Type.FOLDER;
    }

    /** From columns 2 to 5: type, hash, size, modified. */
    static Entry read(ResultSet row) throws SQLException {
        byte[] hash = row.getBytes(3);
        return new Entry(
                row.getString(2).equals("f") ? Folder.Type.FILE : Folder.Type.FOLDER,
                hash == null ? null : Hash.of(hash),
                row.getLong(4),
                row.getLong(5));
    }
}
