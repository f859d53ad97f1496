package io.peerhost.marketplace.order;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Offers as columns of numbers, so that a pass over all of them stays in the processor's caches. */
final class OfferTable {
    private final Map<UUID, Integer> rows = new HashMap<>();
    private final Map<String, Integer> regions = new HashMap<>();
    private Candidate[] offers = new Candidate[0];
    private int size;

    double[] vcpuHour = new double[0];
    double[] memoryGibHour = new double[0];
    double[] diskGibHour = new double[0];
    double[] egressGib = new double[0];
    int[] freeCpu = new int[0];
    int[] freeMemory = new int[0];
    int[] freeDisk = new int[0];
    int[] reputation = new int[0];
    int[] region = new int[0];
    /** Milliseconds since the epoch; {@link Long#MIN_VALUE} when never. */
    long[] provenAt = new long[0];

    boolean[] online = new boolean[0];
    boolean[] pods = new boolean[0];

    int size() {
        return size;
    }

    Candidate at(int row) {
        return offers[row];
    }

    Optional<Candidate> find(UUID offer) {
        return Optional.ofNullable(rows.get(offer)).map(row -> offers[row]);
    }

    /** A region's number; -1 when no offer was ever there. */
    int region(String name) {
        return regions.getOrDefault(name, -1);
    }

    void put(Candidate offer) {
        Integer known = rows.get(offer.offer());
        if (known == null && size == offers.length) grow(Math.max(1024, size * 2));
        int row = known == null ? size++ : known;
        rows.put(offer.offer(), row);
        set(row, offer);
    }

    void remove(UUID offer) {
        Integer row = rows.remove(offer);
        if (row == null) return;
        size--;
        if (row < size) {
            set(row, offers[size]);
            rows.put(offers[size].offer(), row);
        }
        offers[size] = null;
    }

    void clear() {
        rows.clear();
        regions.clear();
        Arrays.fill(offers, null);
        size = 0;
    }

    private void set(int row, Candidate offer) {
        offers[row] = offer;
        vcpuHour[row] = offer.prices().vcpuHour().doubleValue();
        memoryGibHour[row] = offer.prices().memoryGibHour().doubleValue();
        diskGibHour[row] = offer.prices().diskGibHour().doubleValue();
        egressGib[row] = offer.prices().egressGib().doubleValue();
        freeCpu[row] = offer.freeCpuMillis();
        freeMemory[row] = offer.freeMemoryMib();
        freeDisk[row] = offer.freeDiskMib();
        reputation[row] = offer.reputation();
        region[row] = regions.computeIfAbsent(offer.region(), name -> regions.size());
        provenAt[row] =
                offer.provenAt() == null ? Long.MIN_VALUE : offer.provenAt().toEpochMilli();
        online[row] = offer.online();
        pods[row] = offer.pods();
    }

    private void grow(int capacity) {
        offers = Arrays.copyOf(offers, capacity);
        vcpuHour = Arrays.copyOf(vcpuHour, capacity);
        memoryGibHour = Arrays.copyOf(memoryGibHour, capacity);
        diskGibHour = Arrays.copyOf(diskGibHour, capacity);
        egressGib = Arrays.copyOf(egressGib, capacity);
        freeCpu = Arrays.copyOf(freeCpu, capacity);
        freeMemory = Arrays.copyOf(freeMemory, capacity);
        freeDisk = Arrays.copyOf(freeDisk, capacity);
        reputation = Arrays.copyOf(reputation, capacity);
        region = Arrays.copyOf(region, capacity);
        provenAt = Arrays.copyOf(provenAt, capacity);
        online = Arrays.copyOf(online, capacity);
        pods = Arrays.copyOf(pods, capacity);
    }
}
