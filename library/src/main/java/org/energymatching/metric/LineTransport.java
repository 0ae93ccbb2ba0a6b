package org.energymatching.metric;

/**
 * Exact optimal transport on the line: W₂² = ∫₀¹ (F⁻¹(q) − G⁻¹(q))² dq for the quantile functions of two point sets.
 *
 * <p>A point of n carries the mass 1/n, so with n and m points the quantile functions are constant between the multiples
 * of 1/n and 1/m; the integral is a sum over these pieces, whose ends are compared as whole multiples of 1/(nm).
 */
final class LineTransport {

    private LineTransport() {}

    /** W₂² between two sets of numbers, each in ascending order; the unit is that of the numbers, squared. */
    static double squaredDistance(double[] first, double[] second) {
        long n = first.length;
        long m = second.length;
        double sum = 0;
        long from = 0;
        int i = 0;
        int j = 0;
        while (from < n * m) {
            long endOfFirst = (i + 1) * m;
            long endOfSecond = (j + 1) * n;
            long to = Math.min(endOfFirst, endOfSecond);
            double difference = first[i] - second[j];
            sum += (to - from) * difference * difference;
            if (to == endOfFirst) {
                i++;
            }
            if (to == endOfSecond) {
                j++;
            }
            from = to;
        }
        return sum / ((double) n * m);
    }
}
