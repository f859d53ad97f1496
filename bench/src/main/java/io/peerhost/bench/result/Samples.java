package io.peerhost.bench.result;

import java.util.Arrays;

/** What was measured, run by run. */
public final class Samples {
    private double[] values = new double[0];

    public void add(double value) {
        values = Arrays.copyOf(values, values.length + 1);
        values[values.length - 1] = value;
    }

    public int count() {
        return values.length;
    }

    public double median() {
        return quantile(0.5);
    }

    /** The smallest value that at least the share {@code q} of the values does not exceed. */
    public double quantile(double q) {
        if (values.length == 0) throw new IllegalStateException("Nothing was measured");
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        if (q == 0.5 && sorted.length % 2 == 0) return (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
        return sorted[Math.max(0, (int) Math.ceil(q * sorted.length) - 1)];
    }

    public double spread() {
        double least = Arrays.stream(values).min().orElseThrow();
        double most = Arrays.stream(values).max().orElseThrow();
        return (most - least) / median();
    }
}
