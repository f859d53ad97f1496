package io.peerhost.marketplace.portal;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Bars of amounts over time, as the SVG draws them.
 *
 * @param time what the bars stand for
 * @param bars from the left
 * @param highest the greatest amount, base units
 * @param total of all, base units
 */
public record Chart(Timeline time, List<Bar> bars, BigInteger highest, BigInteger total) {
    public static final int WIDTH = 720;
    public static final int HEIGHT = 140;

    /** @param label the time it begins; @param amount base units; the rest in the SVG's units */
    public record Bar(String label, BigInteger amount, int x, int y, int width, int height) {}

    public Chart {
        bars = List.copyOf(bars);
    }

    /** @param amounts base units at any times; earlier ones than the timeline's are left out */
    static Chart of(Timeline time, Map<Instant, BigInteger> amounts) {
        List<BigInteger> sums = time.starts().stream()
                .map(start -> amounts.entrySet().stream()
                        .filter(entry -> time.within(start, entry.getKey()))
                        .map(Map.Entry::getValue)
                        .reduce(BigInteger.ZERO, BigInteger::add))
                .toList();
        BigInteger highest = sums.stream().reduce(BigInteger.ZERO, BigInteger::max);
        List<Bar> bars = new ArrayList<>();
        for (int i = 0; i < sums.size(); i++)
            bars.add(bar(time.label(time.starts().get(i)), sums.get(i), highest, i));
        return new Chart(time, bars, highest, sums.stream().reduce(BigInteger.ZERO, BigInteger::add));
    }

    private static Bar bar(String label, BigInteger amount, BigInteger highest, int i) {
        int step = WIDTH / Timeline.STEPS;
        int height = height(amount, highest);
        return new Bar(label, amount, i * step + 2, HEIGHT - height, step - 4, height);
    }

    /** Something that was not nothing is seen. */
    private static int height(BigInteger amount, BigInteger highest) {
        if (amount.signum() <= 0) return 0;
        BigInteger scaled = amount.multiply(BigInteger.valueOf(HEIGHT)).divide(highest);
        return Math.max(2, scaled.intValueExact());
    }

    public boolean empty() {
        return highest.signum() == 0;
    }
}
