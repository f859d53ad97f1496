package io.peerhost.gateway.upload;

import io.peerhost.protocol.json.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lines of a {@link Journal}, appended to a file. A record is 4 bytes length of the line, 4 bytes length of the content, 4 bytes
 * CRC-32C of what follows, the line in JSON, the content of a small file or nothing. What a process wrote stays when it is killed; loss
 * of power may take the last seconds. A file is written by the process that made it and only read by later ones.
 */
final class JournalFile implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(JournalFile.class);
    private static final int HEAD = 12;
    private static final int LONGEST_LINE = 1 << 20;

    private final Path path;
    private final RandomAccessFile file;

    /** What a reader is given, in order. */
    @FunctionalInterface
    interface Reader {
        void found(JournalLine line, byte[] content) throws IOException;
    }

    JournalFile(Path path) throws IOException {
        this.path = path;
        this.file = new RandomAccessFile(path.toFile(), "rw");
    }

    void append(JournalLine line, byte[] content, int length) throws IOException {
        byte[] written = Json.bytes(line);
        ByteBuffer record = ByteBuffer.allocate(HEAD + written.length + length);
        record.putInt(written.length).putInt(length).putInt(0).put(written).put(content, 0, length);
        record.putInt(8, sum(record.array(), HEAD, written.length + length));
        long before = length();
        try {
            file.write(record.array());
        } catch (IOException e) {
            // Nothing after half a record would be found again.
            file.setLength(before);
            file.seek(before);
            throw e;
        }
    }

    long length() throws IOException {
        return file.getFilePointer();
    }

    void clear() throws IOException {
        file.setLength(0);
        file.seek(0);
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Up to the first record that is not whole: the process ended while it was written. */
    static void read(Path path, Reader reader) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(path)))) {
            while (true) {
                int written = in.readInt();
                int length = in.readInt();
                int sum = in.readInt();
                if (written < 0 || written > LONGEST_LINE || length < 0 || length > Spool.SMALL) return;
                byte[] record = in.readNBytes(written + length);
                if (record.length < written + length || sum != sum(record, 0, record.length)) return;
                ByteArrayInputStream parts = new ByteArrayInputStream(record);
                reader.found(Json.read(parts.readNBytes(written), JournalLine.class), parts.readAllBytes());
            }
        } catch (EOFException e) {
            log.debug("{} ends", path);
        } catch (Json.Malformed e) {
            log.warn("{} was written by another version of the gateway, from here on it cannot be read", path, e);
        }
    }

    private static int sum(byte[] bytes, int offset, int length) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, offset, length);
        return (int) sum.getValue();
    }
}
