package org.energymatching.cli.evaluate;

import org.energymatching.Samples;
import org.energymatching.metric.FrechetDistance;
import org.energymatching.metric.KernelDistance;
import org.energymatching.metric.PrecisionRecall;
import org.energymatching.tensor.Rng;

/**
 * How near the features of some pictures come to those of a reference.
 *
 * @param frechetDistance zero for equal moments, and biased upwards for few rows
 * @param kernelDistance unbiased, so that it scatters around zero
 * @param kernelDeviation the scatter of the latter over its subsets
 * @param precision the part of the pictures that lies among the reference
 * @param recall the part of the reference that lies among the pictures
 */
record ImageMeasures(
        double frechetDistance, double kernelDistance, double kernelDeviation, double precision, double recall) {

    static final int SUBSETS = 20;

    /** Half of the rows, so that subsets differ; as many as are usual in the literature, at most. */
    static int subsetRows(int rows) {
        return Math.max(2, Math.min(KernelDistance.SUBSET_ROWS, rows / 2));
    }

    /** As usual in the literature, or fewer where there are hardly any rows. */
    static int neighbours(int rows) {
        return Math.min(PrecisionRecall.NEIGHBOURS, rows - 1);
    }

    /** The measures of rows of features against as many others. */
    static ImageMeasures of(Samples reference, Samples features, Rng rng) {
        int rows = reference.rows();
        KernelDistance kernel = KernelDistance.between(features, reference, SUBSETS, subsetRows(rows), rng);
        PrecisionRecall parts = PrecisionRecall.of(reference, features, neighbours(rows));
        return new ImageMeasures(
                FrechetDistance.between(features, reference),
                kernel.mean(),
                kernel.standardDeviation(),
                parts.precision(),
                parts.recall());
    }
}
