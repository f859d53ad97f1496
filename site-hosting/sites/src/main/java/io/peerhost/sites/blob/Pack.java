package io.peerhost.sites.blob;

import io.peerhost.protocol.release.Hash;
import io.peerhost.rest.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A pack as it travels and rests: for each blob its hash (32 bytes), its length (4 bytes, big-endian) and its bytes.
 *
 * @param bytes may be longer than the pack
 * @param length of the pack in {@code bytes}
 */
public record Pack(byte[] bytes, int length, List<Packed> blobs) {
    public static final int LARGEST = 16 * 1024 * 1024;
    /** The largest blob that travels in a pack. */
    public static final int LARGEST_BLOB = 4 * 1024 * 1024;

    public static final String MEDIA_TYPE = "application/vnd.peerhost.pack";
    /** Bytes before each blob's own. */
    public static final int HEAD = 36;

    /** @throws Problem 400 when this is no pack, 422 when a hash is not that of its blob */
    public static Pack parse(byte[] bytes, int length) {
        List<Packed> blobs = new ArrayList<>();
        MessageDigest sha256 = Hash.sha256();
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, length);
        byte[] name = new byte[32];
        while (in.hasRemaining()) {
            if (in.remaining() < HEAD) throw Problem.malformed("The pack ends within a blob's head.");
            Hash hash = Hash.of(next(in, name));
            int size = in.getInt();
            if (size < 0 || size > LARGEST_BLOB)
                throw Problem.refused(
                        "blob-too-large",
                        "Blobs in packs have up to " + LARGEST_BLOB + " bytes; upload " + hash
                                + " by /internal/uploads.");
            if (in.remaining() < size) throw Problem.malformed("The pack ends within the blob " + hash + ".");
            int offset = in.position();
            sha256.update(bytes, offset, size);
            Hash real = Hash.of(sha256.digest());
            if (!real.equals(hash))
                throw Problem.refused("hash-wrong", "The blob called " + hash + " is " + real + ". Send it again.");
            in.position(offset + size);
            blobs.add(new Packed(hash, offset, size));
        }
        return new Pack(bytes, length, blobs);
    }

    /** Only the blobs in {@code wanted}, each once. */
    public Pack only(Set<Hash> wanted) {
        if (blobs.size() == wanted.size()) return this;
        Writer writer = new Writer();
        Set<Hash> left = new HashSet<>(wanted);
        for (Packed blob : blobs)
            if (left.remove(blob.hash())) writer.add(blob.hash(), bytes, blob.offset(), blob.size());
        return writer.pack();
    }

    /** In packs of up to 16 MiB each. */
    public static List<Pack> of(Collection<Content> contents) {
        List<Pack> packs = new ArrayList<>();
        Writer writer = new Writer();
        for (Content content : contents) {
            if (writer.size() > 0 && writer.size() + HEAD + content.bytes().length > LARGEST) {
                packs.add(writer.pack());
                writer = new Writer();
            }
            writer.add(content.hash(), content.bytes(), 0, content.bytes().length);
        }
        if (writer.size() > 0) packs.add(writer.pack());
        return packs;
    }

    /** Writes one blob with its head. */
    public static void write(OutputStream out, Hash hash, byte[] bytes, int offset, int size) throws IOException {
        out.write(hash.bytes());
        out.write(ByteBuffer.allocate(4).putInt(size).array());
        out.write(bytes, offset, size);
    }

    /** Bytes with their hash. */
    public record Content(Hash hash, byte[] bytes) {
        public static Content of(byte[] bytes) {
            return new Content(Hash.ofContent(bytes), bytes);
        }
    }

    private static byte[] next(ByteBuffer in, byte[] into) {
        in.get(into);
        return into;
    }

    private static final class Writer {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final List<Packed> blobs = new ArrayList<>();

        int size() {
            return out.size();
        }

        void add(Hash hash, byte[] bytes, int offset, int size) {
            blobs.add(new Packed(hash, out.size() + HEAD, size));
            try {
                write(out, hash, bytes, offset, size);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Pack pack() {
            return new Pack(out.toByteArray(), out.size(), List.copyOf(blobs));
        }
    }
}
