package io.peerhost.agent.tunnel;

import io.peerhost.protocol.release.Hash;
import java.nio.file.Path;
import java.util.Optional;

/** The blobs this agent keeps. Asked on a thread that may wait for the disk. */
public interface ContentSource {
    /** The bytes of a blob; empty when this agent does not have it. */
    Optional<Blob> blob(Hash hash);

    /** Whether every blob of this release is kept, folders and files. Cheap: it is asked by every probe. */
    boolean whole(Hash release);

    /** Where the bytes of a blob are. */
    sealed interface Blob {
        long size();

        record InMemory(byte[] bytes) implements Blob {
            @Override
            public long size() {
                return bytes.length;
            }
        }

        /** {@code size} bytes of a file from {@code offset}: a whole file, or a place in a pack. */
        record InFile(Path file, long offset, long size) implements Blob {
            public InFile {
                if (file == null || offset < 0 || size < 0)
                    throw new IllegalArgumentException("A blob needs a file, and no negative offset or size");
            }
        }
    }
}
