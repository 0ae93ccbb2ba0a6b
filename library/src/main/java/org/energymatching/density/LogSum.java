package org.energymatching.density;

/** log Σ exp(aᵢ), without overflow: the largest aᵢ is subtracted first. */
final class LogSum {

    private LogSum() {}

    /** The sum over all numbers; -∞ where there are none, or all are -∞. */
    static double of(double... terms) {
        return of(terms, 0, terms.length);
    }

    /** The sum over the numbers from {@code from} (inclusive) to {@code to} (exclusive). */
    static double of(double[] terms, int from, int to) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) {
            largest = Math.max(largest, terms[i]);
        }
        if (Double.isInfinite(largest) || Double.isNaN(largest)) {
            return largest;
        }
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += Math.exp(terms[i] - largest);
        }
        return largest + Math.log(sum);
    }
}
