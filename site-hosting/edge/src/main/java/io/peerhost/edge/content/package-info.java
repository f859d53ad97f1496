/**
 * Static sites: a path is looked up in the release's Merkle tree, its blob is fetched from a replica (or, failing all, from
 * the sites service), checked against its hash, kept on disk and in memory, and answered with all that HTTP asks of a file.
 */
package io.peerhost.edge.content;
