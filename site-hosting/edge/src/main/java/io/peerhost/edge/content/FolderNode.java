package io.peerhost.edge.content;

import io.peerhost.protocol.release.Folder;
import java.util.HashMap;
import java.util.Map;

/** A folder with its entries by name. */
record FolderNode(Map<String, Folder.Entry> entries) {
    static FolderNode of(Folder folder) {
        Map<String, Folder.Entry> entries = HashMap.newHashMap(folder.entries().size());
        for (Folder.Entry entry : folder.entries()) entries.put(entry.name(), entry);
        return new FolderNode(entries);
    }

    /** The file of that name; null when there is none. */
    Folder.Entry file(String name) {
        Folder.Entry entry = entries.get(name);
        return entry != null && entry.type() == Folder.Type.FILE ? entry : null;
    }

    Folder.Entry folder(String name) {
        Folder.Entry entry = entries.get(name);
        return entry != null && entry.type() == Folder.Type.FOLDER ? entry : null;
    }

    /** Bytes of memory it takes, about. */
    int weight() {
        return 200 + 300 * entries.size();
    }
}
