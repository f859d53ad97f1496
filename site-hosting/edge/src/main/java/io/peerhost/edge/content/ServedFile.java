package io.peerhost.edge.content;

import io.peerhost.edge.http.Coding;
import io.peerhost.edge.http.Http1Text;
import io.peerhost.edge.http.HttpDates;
import io.peerhost.edge.http.MediaTypes;
import io.peerhost.edge.http.Preconditions;
import io.peerhost.edge.http.Prepared;
import io.peerhost.edge.wire.Fields;
import io.peerhost.protocol.release.Folder;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A file with the forms of it that were made so far. */
final class ServedFile {
    /** Larger files are not compressed, smaller ones not either: it would not pay. */
    private static final long MOST_COMPRESSED = 32L << 20;

    private static final long LEAST_COMPRESSED = 256;

    private final Folder.Entry entry;
    private final int status;
    private final String type;
    private final boolean compressible;
    private final Map<Coding, Form> forms = new ConcurrentHashMap<>();
    private final Preconditions preconditions;
    private final Map<Coding, String> tags = new EnumMap<>(Coding.class);
    private final Map<Coding, Prepared> unchanged = new EnumMap<>(Coding.class);

    /** @param status 200, or 404 for a page in place of what is not there */
    ServedFile(Folder.Entry entry, long modified, int status, HttpDates dates) {
        this.entry = entry;
        this.status = status;
        this.type = MediaTypes.of(entry.name());
        this.compressible =
                MediaTypes.compressible(type) && entry.size() >= LEAST_COMPRESSED && entry.size() <= MOST_COMPRESSED;
        for (Coding coding : Coding.values())
            tags.put(
                    coding,
                    coding == Coding.IDENTITY
                            ? "\"" + entry.hash() + "\""
                            : "\"" + entry.hash() + "-" + coding.token() + "\"");
        this.preconditions =
                new Preconditions(List.of(tag(Coding.IDENTITY), tag(Coding.GZIP), tag(Coding.BR)), modified, dates);
        for (Coding coding : codings()) {
            Fields fields = fields(coding);
            fields.removeIf(name -> name.startsWith("content-") || name.equals("accept-ranges"));
            unchanged.put(coding, Prepared.of(304, fields, new byte[0], -1));
        }
    }

    Folder.Entry entry() {
        return entry;
    }

    /** Whether conditions and ranges mean it: they do not where the answer is no success (RFC 9110, 13.2.1 and 14.2). */
    boolean found() {
        return status == 200;
    }

    Preconditions preconditions() {
        return preconditions;
    }

    /** Says that the visitor has this form, by the tag that form has (RFC 9110, 15.4.5). */
    Prepared unchanged(Coding coding) {
        return unchanged.get(coding);
    }

    /** The form whose tag is in {@code noneMatch}; the plain one when there is none. */
    Coding named(String noneMatch) {
        if (noneMatch != null) for (Coding coding : codings()) if (noneMatch.contains(tag(coding))) return coding;
        return Coding.IDENTITY;
    }

    Set<Coding> codings() {
        return compressible ? Compressed.FORMS : EnumSet.of(Coding.IDENTITY);
    }

    /** Null while it was not made. */
    Form form(Coding coding) {
        return forms.get(coding);
    }

    /** @param content the bytes of this form when they are few enough to be kept; else null */
    Form keep(Coding coding, long size, byte[] content) {
        Fields fields = fields(coding);
        Prepared whole = content == null ? null : Prepared.of(status, fields, content);
        Form form = new Form(coding, status, tag(coding), size, fields, whole);
        forms.put(coding, form);
        return form;
    }

    String tag(Coding coding) {
        return tags.get(coding);
    }

    private Fields fields(Coding coding) {
        Fields fields = new Fields()
                .add("content-type", type)
                .add("etag", tag(coding))
                .add("last-modified", Http1Text.date(preconditions.modified()))
                .add("cache-control", "public, max-age=0, must-revalidate")
                .add("x-content-type-options", "nosniff");
        if (compressible) fields.add("vary", "accept-encoding");
        if (coding != Coding.IDENTITY) fields.add("content-encoding", coding.token());
        else if (found()) fields.add("accept-ranges", "bytes");
        return fields;
    }

    /** Bytes of memory it takes at most, about, whatever forms are made later. */
    int weight() {
        long kept = entry.size() > Form.SMALL ? 0 : entry.size();
        return (int) (6 * 1024 + kept + (compressible ? Math.min(entry.size(), Form.SMALL) : 0));
    }
}
