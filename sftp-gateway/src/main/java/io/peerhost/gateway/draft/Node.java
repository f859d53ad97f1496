package io.peerhost.gateway.draft;

import io.peerhost.gateway.upload.Incoming;
import java.util.Collection;
import java.util.Collections;
import java.util.TreeMap;

/** A file or folder of a {@link Tree}. Only its tree and draft change it, under the draft's lock. */
abstract sealed class Node {
    private String name;
    private FolderNode parent;
    private volatile long modified;

    private Node(long modified) {
        this.modified = modified;
    }

    String name() {
        return name;
    }

    FolderNode parent() {
        return parent;
    }

    /** Seconds since the epoch, UTC. */
    long modified() {
        return modified;
    }

    void modified(long seconds) {
        modified = seconds;
    }

    /** Segments joined by "/"; "" for the root. */
    String path() {
        if (parent == null) return "";
        String above = parent.path();
        return above.isEmpty() ? name : above + "/" + name;
    }

    Node root() {
        Node at = this;
        while (at.parent != null) at = at.parent;
        return at;
    }

    /** Bytes of finished contents, here and below. */
    abstract long bytes();

    /** Files here and below. */
    abstract int files();

    /** Files and folders, this one and those below. */
    abstract int entries();

    static final class FileNode extends Node {
        private volatile Content content;
        private volatile Incoming writing;
        private volatile long reserved;
        private int writers;

        FileNode(long modified, Content content) {
            super(modified);
            this.content = content;
        }

        /** The last finished content; null when the first is still being written. */
        Content content() {
            return content;
        }

        void content(Content finished) {
            content = finished;
        }

        /** What is being written in its place; null when nothing is. */
        Incoming writing() {
            return writing;
        }

        void writing(Incoming incoming) {
            writing = incoming;
        }

        /** The size up to which the quota holds what is being written. */
        long reserved() {
            return reserved;
        }

        void reserved(long size) {
            reserved = size;
        }

        void opened() {
            writers++;
        }

        void closed() {
            writers--;
        }

        boolean isOpen() {
            return writers > 0;
        }

        long size() {
            if (writing != null) return writing.size();
            return content == null ? 0 : content.size();
        }

        @Override
        long bytes() {
            return content == null ? 0 : content.size();
        }

        @Override
        int files() {
            return 1;
        }

        @Override
        int entries() {
            return 1;
        }
    }

    static final class FolderNode extends Node {
        private final TreeMap<String, Node> children = new TreeMap<>();

        FolderNode(long modified) {
            super(modified);
        }

        Node child(String name) {
            return children.get(name);
        }

        Collection<Node> children() {
            return Collections.unmodifiableCollection(children.values());
        }

        /** The child called {@code name} and those after it. */
        Collection<Node> from(String name) {
            return Collections.unmodifiableCollection(
                    children.tailMap(name, true).values());
        }

        void attach(String name, Node child) {
            child.name = name;
            child.parent = this;
            children.put(name, child);
        }

        void detach(Node child) {
            children.remove(child.name);
            child.parent = null;
        }

        @Override
        long bytes() {
            long sum = 0;
            for (Node child : children.values()) sum += child.bytes();
            return sum;
        }

        @Override
        int files() {
            int sum = 0;
            for (Node child : children.values()) sum += child.files();
            return sum;
        }

        @Override
        int entries() {
            int sum = 1;
            for (Node child : children.values()) sum += child.entries();
            return sum;
        }
    }
}
