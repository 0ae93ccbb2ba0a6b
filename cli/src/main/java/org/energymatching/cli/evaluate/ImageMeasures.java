package org.energymatching.cli.evaluate;

import org.energymatching.Samples;
import org.energymatching.metric.FrechetDistance;
import org.energymatching.metric.KernelDistance;
import org.energymatching.metric.PrecisionRecall;
import org.energymatching.tensor.Rng;

/**
 * The distances of the features of some images from those of a reference.
 *
 * @param frechetDistance zero for equal moments, and biased upwards for few rows
 * @param kernelDistance unbiased, so that it varies around zero
 * @param kernelDeviation the standard deviation of the latter over its subsets
 * @param precision the share of the images in the region of the reference
 * @param recall the share of the reference in the region of the images
 */
record ImageMeasures(
        double frechetDistance, double kernelDistance, double kernelDeviation, double precision, double recall) {

    static final int SUBSETS = 20;

    /** Half of the rows, so that subsets differ; at most the usual number in the literature. */
    static int subsetRows(int rows) {
        return Math.max(2, Math.min(KernelDistance.SUBSET_ROWS, rows / 2));
    }

    /** As usual in the literature, or fewer if there are very few rows. */
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
