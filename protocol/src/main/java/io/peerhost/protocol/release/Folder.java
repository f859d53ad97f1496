package io.peerhost.protocol.release;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One folder of a release: a node of its Merkle tree. Entries are sorted by the bytes of their names, no two alike, so
 * that one content has one encoding and one {@link #hash()}; a release is named by the hash of its root folder.
 *
 * <p>Encoding: the line {@code peerhost-folder 1}, then for each entry {@code type SP hash SP size SP modified SP length NL
 * name NL}, type {@code f} or {@code d}, numbers decimal without leading zeros, length that of the name in UTF-8 bytes.
 *
 * @param entries in the order of their names' bytes
 */
public record Folder(List<Entry> entries) {
    /** The most entries one folder holds. */
    public static final int MOST_ENTRIES = 100_000;

    private static final String HEAD = "peerhost-folder 1";

    public static final Comparator<String> BY_BYTES =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    public enum Type {
        FILE('f'),
        FOLDER('d');

        private final char letter;

        Type(char letter) {
            this.letter = letter;
        }
    }

    /**
     * @param name one path segment: no slash, no NUL, not empty, "." or "..", at most 255 bytes
     * @param type file or folder
     * @param hash of the file's bytes or of the folder's encoding
     * @param size bytes of the file, or of all files below the folder
     * @param modified seconds since the epoch, UTC; 0 for a folder
     */
    public record Entry(String name, Type type, Hash hash, long size, long modified) {
        public Entry {
            if (!isName(name)) throw new IllegalArgumentException("Not a file name: " + name);
            if (type == null || hash == null || size < 0 || modified < 0)
                throw new IllegalArgumentException("An entry needs type and hash, and no negative size or time");
        }
    }

    public Folder {
        if (entries.size() > MOST_ENTRIES)
            throw new IllegalArgumentException("A folder holds at most " + MOST_ENTRIES + " entries");
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparing(Entry::name, BY_BYTES));
        for (int i = 1; i < sorted.size(); i++)
            if (sorted.get(i).name().equals(sorted.get(i - 1).name()))
                throw new IllegalArgumentException(
                        "Two entries are called " + sorted.get(i).name());
        entries = List.copyOf(sorted);
    }

    public static boolean isName(String name) {
        return name != null
                && !name.isEmpty()
                && !name.equals(".")
                && !name.equals("..")
                && name.indexOf('/') < 0
                && name.indexOf('\0') < 0
                && name.getBytes(StandardCharsets.UTF_8).length <= 255;
    }

    public Optional<Entry> entry(String name) {
        int at = Collections.binarySearch(entries.stream().map(Entry::name).toList(), name, BY_BYTES);
        return at < 0 ? Optional.empty() : Optional.of(entries.get(at));
    }

    public long size() {
        return entries.stream().mapToLong(Entry::size).sum();
    }

    public byte[] encode() {
        StringBuilder text = new StringBuilder(HEAD).append('\n');
        for (Entry entry : entries)
            text.append(entry.type().letter)
                    .append(' ')
                    .append(entry.hash().hex())
                    .append(' ')
                    .append(entry.size())
                    .append(' ')
                    .append(entry.modified())
                    .append(' ')
                    .append(entry.name().getBytes(StandardCharsets.UTF_8).length)
                    .append('\n')
                    .append(entry.name())
                    .append('\n');
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    public Hash hash() {
        return Hash.ofContent(encode());
    }

    /** @throws IllegalArgumentException when the bytes are not exactly what {@link #encode()} would write */
    public static Folder decode(byte[] bytes) {
        try {
            Folder folder = new Folder(new Reader(ByteBuffer.wrap(bytes)).entries());
            if (!Arrays.equals(folder.encode(), bytes)) throw new IllegalArgumentException("not in canonical form");
            return folder;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("This is no folder: " + e.getMessage(), e);
        }
    }

    private record Reader(ByteBuffer bytes) {
        List<Entry> entries() {
            if (!line().equals(HEAD)) throw new IllegalArgumentException("it does not start with " + HEAD);
            List<Entry> entries = new ArrayList<>();
            while (bytes.hasRemaining()) {
                String[] words = line().split(" ", -1);
                if (words.length != 5) throw new IllegalArgumentException("an entry has five words");
                Type type = Arrays.stream(Type.values())
                        .filter(t -> words[0].equals(String.valueOf(t.letter)))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("an entry is f or d"));
                entries.add(new Entry(
                        name(Integer.parseInt(words[4])),
                        type,
                        Hash.of(words[1]),
                        Long.parseLong(words[2]),
                        Long.parseLong(words[3])));
                if (entries.size() > MOST_ENTRIES) throw new IllegalArgumentException("it has too many entries");
            }
            return entries;
        }

        private String line() {
            int start = bytes.position();
            while (bytes.hasRemaining()) if (bytes.get() == '\n') return text(start, bytes.position() - 1 - start);
            throw new IllegalArgumentException("a line does not end");
        }

        private String name(int length) {
            if (length < 1 || length > 255 || bytes.remaining() < length + 1)
                throw new IllegalArgumentException("a name's length is wrong");
            String name = text(bytes.position(), length);
            bytes.position(bytes.position() + length);
            if (bytes.get() != '\n') throw new IllegalArgumentException("a name does not end");
            return name;
        }

        private String text(int start, int length) {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .decode(bytes.duplicate().position(start).limit(start + length))
                        .toString();
            } catch (CharacterCodingException e) {
                throw new IllegalArgumentException("it is not UTF-8", e);
            }
        }
    }
}
