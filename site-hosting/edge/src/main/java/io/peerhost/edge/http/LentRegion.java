package io.peerhost.edge.http;

import io.netty.channel.DefaultFileRegion;
import java.nio.channels.FileChannel;

/** A part of a file that somebody else closes. */
final class LentRegion extends DefaultFileRegion {
    LentRegion(FileChannel channel, long position, long count) {
        super(channel, position, count);
    }

    @Override
    protected void deallocate() {}
}
