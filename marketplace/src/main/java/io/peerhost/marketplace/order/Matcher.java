package io.peerhost.marketplace.order;

import io.peerhost.protocol.lease.Prices;
import io.peerhost.protocol.lease.Rate;
import io.peerhost.protocol.lease.Resources;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Finds the best of all standing offers for an order: the cheapest for what is reserved and a usual share of egress, where a
 * seller who was often away, or whose proof of capacity is old, counts as dearer. One pass over arrays of numbers; the same offers give the same answer, in whatever order
 * they came. Amounts are decided exactly; floating point only ranks. Safe for many threads.
 */
public final class Matcher {
    /** How much dearer a seller counts who was never there, and one whose proof is about to end. */
    private static final double ABSENCE = 1.0;

    private static final double AGE = 0.1;
    private static final double LATER_REGION = 0.02;
    /** GiB that a replica is taken to send in an hour when offers are compared, about 73 in a month: what it will send is not known. */
    private static final double ASSUMED_EGRESS = 0.1;
    /** Rounding of a sum of three products stays far below this share of it. */
    private static final double UNSURE = 1e-9;

    private final Duration proofValidity;
    private final OfferTable table = new OfferTable();

    public Matcher(Duration proofValidity) {
        this.proofValidity = proofValidity;
    }

    public synchronized void put(Candidate offer) {
        table.put(offer);
    }

    public synchronized void remove(UUID offer) {
        table.remove(offer);
    }

    public synchronized void replaceAll(List<Candidate> offers) {
        table.clear();
        offers.forEach(table::put);
    }

    public synchronized int size() {
        return table.size();
    }

    public synchronized Optional<Candidate> offer(UUID offer) {
        return table.find(offer);
    }

    /** The best offers, each of another seller, the best first; or why there are not enough. */
    public synchronized Match match(Wish wish, Instant now) {
        Search search = new Search(wish, now);
        Best best = new Best(wish.replicas());
        for (int i = 0; i < table.size(); i++) {
            if (search.excluded(i)) continue;
            double score = search.score(i);
            if (best.mayTake(score)) best.take(table.at(i), score);
        }
        return best.isFull() ? new Match.Found(best.offers()) : search.reasons();
    }

    /** One order against the table. */
    private final class Search {
        private final Wish wish;
        private final long freshFrom;
        private final double validity;
        private final double cpu;
        private final double memory;
        private final double disk;
        private final double cap;
        private final double egressCap;
        private final int[] regions;
        private final boolean pods;
        private final int needCpu;
        private final int needMemory;
        private final int needDisk;
        private final boolean anySeller;

        Search(Wish wish, Instant now) {
            this.wish = wish;
            validity = proofValidity.toMillis();
            freshFrom = now.minus(proofValidity).toEpochMilli();
            cpu = wish.each().cpuMillis() / 1000.0;
            memory = wish.each().memoryMib() / 1024.0;
            disk = wish.each().diskMib() / 1024.0;
            cap = wish.maxHourlyEach().doubleValue();
            egressCap = wish.maxEgressGib().doubleValue();
            regions = wish.regions().stream().mapToInt(table::region).toArray();
            pods = wish.kind().needsPods();
            needCpu = wish.each().cpuMillis();
            needMemory = wish.each().memoryMib();
            needDisk = wish.each().diskMib();
            anySeller = wish.notSellers().isEmpty();
        }

        boolean excluded(int i) {
            return small(i)
                    || away(i)
                    || unproven(i)
                    || podless(i)
                    || elsewhere(i)
                    || dear(i)
                    || dearEgress(i)
                    || used(i);
        }

        double score(int i) {
            double absence = (1000 - table.reputation[i]) / 1000.0 * ABSENCE;
            double age = 1 - Math.min(1, (table.provenAt[i] - freshFrom) / validity);
            double region = regions.length < 2 ? 0 : place(table.region[i]) * LATER_REGION;
            // A rank, no amount: nothing is charged, capped or shown by it.
            double dearness = hourly(i) + ASSUMED_EGRESS * table.egressGib[i];
            return (dearness + 1) * (1 + absence) * (1 + age * AGE) * (1 + region);
        }

        Match.None reasons() {
            int[] counts = new int[Exclusion.values().length];
            Set<UUID> sellers = new HashSet<>();
            for (int i = 0; i < table.size(); i++) {
                if (away(i)) counts[Exclusion.AWAY.ordinal()]++;
                if (unproven(i)) counts[Exclusion.UNPROVEN.ordinal()]++;
                if (podless(i)) counts[Exclusion.PODS.ordinal()]++;
                if (small(i)) counts[Exclusion.RESOURCES.ordinal()]++;
                if (elsewhere(i)) counts[Exclusion.REGIONS.ordinal()]++;
                if (dear(i)) counts[Exclusion.MAX_HOURLY.ordinal()]++;
                if (dearEgress(i)) counts[Exclusion.MAX_EGRESS.ordinal()]++;
                if (used(i) || sameSeller(i, sellers)) counts[Exclusion.REPLICAS.ordinal()]++;
            }
            Map<Exclusion, Integer> excluded = new EnumMap<>(Exclusion.class);
            for (Exclusion one : Exclusion.values())
                if (counts[one.ordinal()] > 0) excluded.put(one, counts[one.ordinal()]);
            return new Match.None(table.size(), excluded);
        }

        /** It fits, but a replica may not go where another one of the site would. */
        private boolean sameSeller(int i, Set<UUID> sellers) {
            return !excluded(i) && !sellers.add(table.at(i).seller());
        }

        private boolean away(int i) {
            return !table.online[i];
        }

        private boolean unproven(int i) {
            return table.provenAt[i] <= freshFrom;
        }

        private boolean podless(int i) {
            return pods && !table.pods[i];
        }

        private boolean small(int i) {
            return table.freeCpu[i] < needCpu || table.freeMemory[i] < needMemory || table.freeDisk[i] < needDisk;
        }

        private boolean elsewhere(int i) {
            return regions.length > 0 && place(table.region[i]) < 0;
        }

        private boolean dear(int i) {
            double hourly = hourly(i);
            if (hourly < cap * (1 - UNSURE)) return false;
            if (hourly > cap * (1 + UNSURE) + UNSURE) return true;
            return exactHourly(wish.each(), table.at(i).prices()).compareTo(wish.maxHourlyEach()) > 0;
        }

        /** Rounding keeps the order of two amounts, so it tells them apart but where both round to the same: those decide themselves. */
        private boolean dearEgress(int i) {
            int rounded = Double.compare(table.egressGib[i], egressCap);
            return rounded > 0
                    || rounded == 0 && table.at(i).prices().egressGib().compareTo(wish.maxEgressGib()) > 0;
        }

        private boolean used(int i) {
            return !anySeller && wish.notSellers().contains(table.at(i).seller());
        }

        private double hourly(int i) {
            return cpu * table.vcpuHour[i] + memory * table.memoryGibHour[i] + disk * table.diskGibHour[i];
        }

        private int place(int region) {
            for (int place = 0; place < regions.length; place++) if (regions[place] == region) return place;
            return -1;
        }
    }

    /** What an hour of reserved capacity costs, rounded down, base units. */
    static BigInteger exactHourly(Resources each, Prices prices) {
        return Rate.cost(each, prices, 3600, BigInteger.ZERO);
    }

    /** The best so far, one a seller, sorted; ties go to the lower id. */
    private static final class Best {
        private record Scored(Candidate offer, double score) {
            boolean isBefore(Scored other) {
                return score != other.score
                        ? score < other.score
                        : offer.offer().compareTo(other.offer.offer()) < 0;
            }
        }

        private final Scored[] scored;
        private final Map<UUID, Scored> sellers = new HashMap<>();
        private int count;

        Best(int size) {
            scored = new Scored[size];
        }

        boolean isFull() {
            return count == scored.length;
        }

        boolean mayTake(double score) {
            return !isFull() || score <= scored[count - 1].score;
        }

        void take(Candidate offer, double score) {
            Scored entry = new Scored(offer, score);
            Scored own = sellers.get(offer.seller());
            if (own != null && !entry.isBefore(own)) return;
            if (own != null) drop(own);
            else if (isFull() && !entry.isBefore(scored[count - 1])) return;
            else if (isFull()) drop(scored[count - 1]);
            insert(entry);
        }

        private void drop(Scored entry) {
            int at = Arrays.asList(scored).indexOf(entry);
            System.arraycopy(scored, at + 1, scored, at, count - at - 1);
            scored[--count] = null;
            sellers.remove(entry.offer.seller());
        }

        private void insert(Scored entry) {
            int at = count++;
            while (at > 0 && entry.isBefore(scored[at - 1])) scored[at] = scored[--at];
            scored[at] = entry;
            sellers.put(entry.offer.seller(), entry);
        }

        List<Candidate> offers() {
            List<Candidate> offers = new ArrayList<>();
            for (Scored entry : scored) offers.add(entry.offer);
            return offers;
        }
    }
}
