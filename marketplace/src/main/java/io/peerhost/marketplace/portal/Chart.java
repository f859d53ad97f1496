package io.peerhost.marketplace.portal;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Bars of amounts over time, as the SVG draws them.
 *
 * @param bars from the left
 * @param highest the greatest amount, base units
 * @param total of all, base units
 */
public record Chart(List<Bar> bars, BigInteger highest, BigInteger total) {
    public static final int WIDTH = 720;
    public static final int HEIGHT = 140;

    /** @param label what it is of; @param amount base units; the rest in the SVG's units */
    public record Bar(String label, BigInteger amount, int x, int y, int width, int height) {}

    /** One figure. */
    public record Point(String label, BigInteger amount) {}

    public Chart {
        bars = List.copyOf(bars);
    }

    static Chart of(List<Point> points) {
        BigInteger highest = points.stream().map(Point::amount).reduce(BigInteger.ZERO, BigInteger::max);
        BigInteger total = points.stream().map(Point::amount).reduce(BigInteger.ZERO, BigInteger::add);
        List<Bar> bars = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            int left = i * WIDTH / points.size();
            int width = Math.max(1, (i + 1) * WIDTH / points.size() - left - 2);
            int height = height(point.amount(), highest);
            bars.add(new Bar(point.label(), point.amount(), left + 1, HEIGHT - height, width, height));
        }
        return new Chart(bars, highest, total);
    }

    /** Something that was not nothing is seen. */
    private static int height(BigInteger amount, BigInteger highest) {
        if (amount.signum() <= 0) return 0;
        BigInteger scaled = amount.multiply(BigInteger.valueOf(HEIGHT)).divide(highest);
        return Math.max(2, scaled.intValueExact());
    }

    public boolean empty() {
        return total.signum() == 0;
    }
}
