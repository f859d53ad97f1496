package io.peerhost.observability;

/**
 * Something that must always hold.
 *
 * @param detail what was looked at, or what is wrong
 */
public record Invariant(String name, boolean holds, String detail) {}
