package io.peerhost.gateway.files;

import io.peerhost.gateway.draft.DraftFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.scp.common.helpers.DefaultScpFileOpener;

/** Opens files for SCP: one that gets fewer bytes than announced is cut off, not finished. */
final class ScpFiles extends DefaultScpFileOpener {
    private ScpInput input;

    void from(ScpInput input) {
        this.input = input;
    }

    @Override
    public OutputStream openWrite(
            Session session, Path file, long size, Set<PosixFilePermission> permissions, OpenOption... options)
            throws IOException {
        return new Announced(
                DraftProvider.open(
                        file,
                        Set.of(
                                StandardOpenOption.WRITE,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING)),
                size);
    }

    /** The library would say no more than that it cannot write there. */
    @Override
    public Path resolveLocalPath(Session session, FileSystem files, String path) throws IOException {
        Path found = super.resolveLocalPath(session, files, path);
        Place place = Place.of(found);
        if (!place.isTop()) place.files().site(place.site());
        return found;
    }

    private final class Announced extends OutputStream {
        private final DraftFile file;
        private long left;

        Announced(DraftFile file, long size) {
            this.file = file;
            this.left = size;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            file.write(ByteBuffer.wrap(bytes, offset, length));
            left -= length;
        }

        @Override
        public void close() throws IOException {
            if (left > 0) {
                file.cutOff();
                return;
            }
            file.close();
            input.behindFile();
        }
    }
}
