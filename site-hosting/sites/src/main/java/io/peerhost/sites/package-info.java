/**
 * Sites: drafts, blobs, releases and the pointer that says which release visitors get. The only service that speaks S3.
 *
 * <p>{@code site} projects sites and leases from events; {@code blob} keeps content by its hash in packs; {@code draft} is the
 * tree people write to; {@code release} freezes a draft as a Merkle tree and moves pointers; {@code content} serves sellers'
 * agents; {@code health} tells how it all does.
 */
package io.peerhost.sites;
