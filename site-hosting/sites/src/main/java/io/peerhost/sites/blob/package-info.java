/**
 * Content by its SHA-256, stored once. Small blobs rest in packs, as they travel: a pack is one object of the store, up to 16
 * MiB. A large blob arrives by a resumable upload and rests in parts, an object each. The rows in the database say where;
 * an object is written after its row and removed before it, so that none is ever forgotten. What neither a draft nor a release
 * refers to is collected after a time of grace; being asked for renews that time.
 */
package io.peerhost.sites.blob;
