/**
 * Releases: a draft frozen as a Merkle tree, never changed again, and the pointer that says which one visitors get. A publish
 * is one transaction: the release, the pointer's move and the event of it.
 */
package io.peerhost.sites.release;
