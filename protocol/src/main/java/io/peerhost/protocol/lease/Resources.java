package io.peerhost.protocol.lease;

/**
 * What one replica reserves.
 *
 * @param cpuMillis thousandths of a vCPU
 * @param memoryMib memory in MiB
 * @param diskMib disk in MiB
 */
public record Resources(int cpuMillis, int memoryMib, int diskMib) {
    public Resources {
        if (cpuMillis < 1 || memoryMib < 1 || diskMib < 1)
            throw new IllegalArgumentException(
                    "Resources are at least 1 thousandth of a vCPU, 1 MiB of memory and 1 MiB of disk");
    }

    public boolean fits(Resources room) {
        return cpuMillis <= room.cpuMillis && memoryMib <= room.memoryMib && diskMib <= room.diskMib;
    }
}
