package io.peerhost.agent;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Only one agent works in a folder at a time. The system gives the lock back however the agent ends. */
record FolderLock(FileChannel channel, FileLock lock) implements AutoCloseable {
    static FolderLock of(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new IOException(
                    "Another agent runs in " + folder + ": stop it first, or give this one its own DATA_DIR");
        }
        return new FolderLock(channel, lock);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
