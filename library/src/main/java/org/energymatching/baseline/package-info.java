/**
 * Baselines for restoration: simple methods that use nothing, or little, of the data. Java values in and out.
 *
 * <dl>
 *   <dt>Missing values: {@link org.energymatching.baseline.Filling}
 *   <dd>{@link org.energymatching.baseline.MeanFilling} (of the row, or the mean day), {@link
 *       org.energymatching.baseline.GroupMeanFilling} (the mean day of the same home), {@link
 *       org.energymatching.baseline.NearestRowsFilling} (the mean of the nearest training rows), {@link
 *       org.energymatching.baseline.SeriesInterpolation} (lines or a cubic spline across a gap), {@link
 *       org.energymatching.baseline.TotalVariationFilling} for images, {@link org.energymatching.baseline.MixturePosterior} for
 *       tables.
 *   <dt>Coarse rows: {@link org.energymatching.baseline.Upsampling}
 *   <dd>nearest or bicubic; for series {@link org.energymatching.baseline.SeriesInterpolation#finer}.
 *   <dt>Noise: {@link org.energymatching.baseline.TotalVariation}
 *   <dd>with a given weight, or one that removes as much as the noise.
 *   <dt>Any linear operator: {@link org.energymatching.baseline.GaussianPosterior}
 *   <dd>the exact posterior if the data were normal, from their mean and covariance: the strongest of these for tables.
 * </dl>
 */
@NullMarked
package org.energymatching.baseline;

import org.jspecify.annotations.NullMarked;
