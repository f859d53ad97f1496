package io.peerhost.sites.blob;

import io.peerhost.protocol.release.Hash;
import io.peerhost.rest.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.FileNotFoundException;

/** A blob as an HTTP answer: 200 or 206, immutable, its hash as ETag. */
@ApplicationScoped
public class BlobAnswer {
    private final Blobs blobs;
    private final ObjectStore store;

    BlobAnswer(Blobs blobs, ObjectStore store) {
        this.blobs = blobs;
        this.store = store;
    }

    /** @param rangeHeader may be null */
    public Response of(Hash hash, String rangeHeader) {
        Located blob = blobs.locate(hash);
        ByteRange whole = new ByteRange(0, blob.size());
        ByteRange range = ByteRange.of(rangeHeader, blob.size()).orElse(whole);
        Response.ResponseBuilder answer = about(blob, range).entity(content(blob, range));
        if (!range.equals(whole))
            answer.status(206)
                    .header("Content-Range", "bytes " + range.from() + "-" + (range.to() - 1) + "/" + blob.size());
        return answer.build();
    }

    /** Of HEAD: nothing is read from the store, whose connection only writing the content would give back. */
    public Response withoutContent(Hash hash) {
        Located blob = blobs.locate(hash);
        return about(blob, new ByteRange(0, blob.size())).build();
    }

    private static Response.ResponseBuilder about(Located blob, ByteRange range) {
        return Response.ok()
                .type(MediaType.APPLICATION_OCTET_STREAM_TYPE)
                .header(HttpHeaders.CONTENT_LENGTH, range.length())
                .header(HttpHeaders.ETAG, '"' + blob.hash().hex() + '"')
                .header(HttpHeaders.CACHE_CONTROL, "private, max-age=31536000, immutable")
                .header("Accept-Ranges", "bytes");
    }

    private StreamingOutput content(Located blob, ByteRange range) {
        if (blob.packed() && blob.size() <= BlobCache.LARGEST) {
            byte[] bytes = blobs.read(blob.hash());
            return out -> out.write(bytes, (int) range.from(), (int) range.length());
        }
        try {
            return new BlobStream(store, blob, range)::writeTo;
        } catch (FileNotFoundException moved) {
            try {
                return new BlobStream(store, blobs.locate(blob.hash()), range)::writeTo;
            } catch (FileNotFoundException e) {
                throw Problem.unavailable("A stored object is not in the store.", e);
            }
        }
    }
}
