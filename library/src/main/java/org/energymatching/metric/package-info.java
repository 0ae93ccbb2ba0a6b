/**
 * Metrics: distances of samples from data, and how well an energy separates them, as one number or two.
 *
 * <h2>Points</h2>
 *
 * <p>Three distances between two sets of points of equal width. All take plain Euclidean coordinates: for pixels or
 * sequences compare features, not raw values.
 *
 * <dl>
 *   <dt>{@link org.energymatching.metric.EnergyDistance}: 2 E|X − Y| − E|X − X′| − E|Y − Y′|
 *   <dd>The default. Zero only for equal distributions, unbiased at every sample size (so it may come out slightly
 *       negative), no parameter, no randomness. In the unit of the coordinates; the time grows with the square of the
 *       number of points: on two cores, ten thousand against ten thousand take half a second in the plane and three
 *       seconds in 48 dimensions.
 *   <dt>{@link org.energymatching.metric.SlicedWasserstein}: (E W₂²(⟨θ, X⟩, ⟨θ, Y⟩))^½ over directions θ
 *   <dd>For many points or many dimensions: the time is that of sorting. Depends on the directions drawn, and a
 *       difference along one of d axes shows only by a factor of about d^−½. Biased upwards for few points.
 *   <dt>{@link org.energymatching.metric.Wasserstein2}: (min over σ of mean |xᵢ − y(σ(i))|²)^½
 *   <dd>The distance of optimal transport, for at most 2,000 points on each side. Two sets from the
 *       same distribution are at a distance of about n^(−1/d) in d ≥ 2 dimensions: compare with that, not
 *       with zero.
 * </dl>
 *
 * <h2>Images</h2>
 *
 * <p>Images are compared by the features of a trained network: {@link org.energymatching.metric.Features} turns pixels
 * from 0 to 255 into rows of features, and three measures take the rows.
 *
 * <pre>{@code
 * try (CifarResNet network = CifarResNet.of(weights)) {
 *     Features features = Features.by(network);
 *     double distance = FrechetDistance.between(features.of(data), features.of(generated));
 * }
 * }</pre>
 *
 * <dl>
 *   <dt>{@link org.energymatching.metric.FrechetDistance}: |μ₁ − μ₂|² + tr(Σ₁ + Σ₂ − 2 (Σ₁Σ₂)^½)
 *   <dd>The FID, if the features are Inception's. Published values are of 50,000 samples, and fewer give larger ones.
 *   <dt>{@link org.energymatching.metric.KernelDistance}: E k(X, X′) + E k(Y, Y′) − 2 E k(X, Y)
 *   <dd>The KID. Unbiased, so it is valid for a few thousand images too, and it reports its own standard deviation.
 *   <dt>{@link org.energymatching.metric.PrecisionRecall}
 *   <dd>Two numbers that separate artefacts from missing modes, which the distances add up.
 * </dl>
 *
 * <h2>Restorations</h2>
 *
 * <p>Restored rows are compared with true rows. For estimates: {@link org.energymatching.metric.PointErrors} (MAE,
 * RMSE) and, for images, {@link org.energymatching.metric.PeakSignalToNoise} and {@link
 * org.energymatching.metric.StructuralSimilarity}; all three favour the mean of an ensemble over each of its members. For
 * ensembles: {@link org.energymatching.metric.RankedProbability} (CRPS) and {@link
 * org.energymatching.metric.IntervalCoverage}, which measure whether the spread of the members is right.
 *
 * <h2>Energies</h2>
 *
 * <p>{@link org.energymatching.metric.OutOfDistribution} measures how well the energy itself separates foreign points from those
 * of the distribution.
 */
@NullMarked
package org.energymatching.metric;

import org.jspecify.annotations.NullMarked;
