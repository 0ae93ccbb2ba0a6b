package org.energymatching.metric.load;

import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.metric.PairedSamples;
import org.energymatching.tensor.Shape;

/**
 * The values of restored profiles that are scored, such as those that were missing.
 *
 * @param truth (values, 1)
 * @param ensemble (values · M, 1): rows iM … iM + M - 1 are the members of value i
 * @param profiles the profile of each value
 */
record ScoredValues(Samples truth, Samples ensemble, int[] profiles) {

    static ScoredValues of(Samples ensemble, Samples truth, boolean[] scored) {
        int members = PairedSamples.members(ensemble, truth);
        int[] at = IntStream.range(0, Math.min(scored.length, truth.values().length))
                .filter(i -> scored[i])
                .toArray();
        if (scored.length != truth.values().length || at.length == 0) {
            throw new UsageException(
                    "Of " + truth.values().length + " values, " + at.length + " of a mask of " + scored.length
                            + " are scored.",
                    "The mask has one for each value of the truths, and at least one is scored.",
                    "Mark the values that were restored.");
        }
        int width = truth.width();
        float[] exact = new float[at.length];
        float[] drawn = new float[Math.multiplyExact(at.length, members)];
        for (int k = 0; k < at.length; k++) {
            exact[k] = truth.values()[at[k]];
            int first = at[k] / width * members * width + at[k] % width;
            for (int i = 0; i < members; i++) {
                drawn[k * members + i] = ensemble.values()[first + i * width];
            }
        }
        return new ScoredValues(
                new Samples(exact, Shape.of(at.length, 1)),
                new Samples(drawn, Shape.of(drawn.length, 1)),
                IntStream.of(at).map(i -> i / width).toArray());
    }

    int members() {
        return ensemble.rows() / truth.rows();
    }

    /** The mean within each profile that has a scored value, from a number for each scored value. */
    double[] perProfile(double[] ofValues) {
        int last = profiles[profiles.length - 1];
        double[] sums = new double[last + 1];
        int[] counts = new int[last + 1];
        for (int k = 0; k < ofValues.length; k++) {
            sums[profiles[k]] += ofValues[k];
            counts[profiles[k]]++;
        }
        return IntStream.rangeClosed(0, last)
                .filter(i -> counts[i] > 0)
                .mapToDouble(i -> sums[i] / counts[i])
                .toArray();
    }
}
