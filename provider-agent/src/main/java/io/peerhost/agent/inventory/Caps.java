package io.peerhost.agent.inventory;

/**
 * What the seller is willing to offer at most, whatever the machine has. {@link Integer#MAX_VALUE} for no cap.
 *
 * @param cores processors
 * @param memoryMib memory, MiB
 * @param diskMib disk, MiB
 */
public record Caps(int cores, int memoryMib, int diskMib) {
    public static final Caps NONE = new Caps(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

    public Caps {
        if (cores < 1 || memoryMib < 1 || diskMib < 1)
            throw new IllegalArgumentException("What is offered is at least 1 core, 1 MiB of memory and 1 MiB of disk");
    }
}
