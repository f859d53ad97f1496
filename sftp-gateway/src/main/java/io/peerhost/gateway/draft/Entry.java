package io.peerhost.gateway.draft;

/**
 * What a session sees of a file or folder.
 *
 * @param name the last segment of its path; null for the root
 * @param size bytes; 0 for a folder
 * @param modified seconds since the epoch, UTC
 */
public record Entry(String name, boolean folder, long size, long modified) {}
