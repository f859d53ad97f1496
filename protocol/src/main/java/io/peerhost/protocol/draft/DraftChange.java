package io.peerhost.protocol.draft;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.peerhost.protocol.release.Hash;

/** One change of a draft. Missing parents of a put, a folder or a move's goal are made. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "op")
@JsonSubTypes({
    @JsonSubTypes.Type(value = DraftChange.Put.class, name = "put"),
    @JsonSubTypes.Type(value = DraftChange.MakeFolder.class, name = "folder"),
    @JsonSubTypes.Type(value = DraftChange.Remove.class, name = "remove"),
    @JsonSubTypes.Type(value = DraftChange.Move.class, name = "move"),
    @JsonSubTypes.Type(value = DraftChange.Touch.class, name = "touch")
})
public sealed interface DraftChange {
    /** Create or replace a file; its blob must be stored. */
    record Put(String path, Hash hash, long size, long modified) implements DraftChange {
        public Put {
            Paths.check(path);
            if (hash == null || size < 0 || modified < 0)
                throw new IllegalArgumentException("A put needs a hash, and no negative size or time: " + path);
        }
    }

    record MakeFolder(String path, long modified) implements DraftChange {
        public MakeFolder {
            Paths.check(path);
        }
    }

    /** A file, or a folder with all below it. Nothing there: no change. */
    record Remove(String path) implements DraftChange {
        public Remove {
            Paths.check(path);
        }
    }

    /** A file or folder to another path; what stands there is replaced. */
    record Move(String path, String to) implements DraftChange {
        public Move {
            Paths.check(path);
            Paths.check(to);
            if (to.equals(path) || to.startsWith(path + "/"))
                throw new IllegalArgumentException("A folder cannot be moved into itself: " + path);
        }
    }

    record Touch(String path, long modified) implements DraftChange {
        public Touch {
            Paths.check(path);
        }
    }
}
