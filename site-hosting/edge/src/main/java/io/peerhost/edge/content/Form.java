package io.peerhost.edge.content;

import io.peerhost.edge.http.Coding;
import io.peerhost.edge.http.Prepared;
import io.peerhost.edge.wire.Fields;

/**
 * One form of a file, plain or compressed.
 *
 * @param status of its answer
 * @param tag its entity tag, quoted
 * @param size its bytes
 * @param fields of its answer
 * @param whole the whole answer, when it is small enough to be kept in memory; else null
 */
record Form(Coding coding, int status, String tag, long size, Fields fields, Prepared whole) {
    /** Files up to this are answered from memory. */
    static final int SMALL = 256 * 1024;
}
