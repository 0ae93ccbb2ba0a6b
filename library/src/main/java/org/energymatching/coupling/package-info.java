/**
 * Couplings of mini-batches: which source point is paired with which data point.
 *
 * <p>A batch of source points and a batch of data points can be paired in many ways. The shorter the distances in pairs, the
 * straighter the paths that the potential learns. {@link org.energymatching.coupling.Assignment} finds the pairs of least
 * total cost; {@link org.energymatching.coupling.Sinkhorn} finds an entropic plan, from which pairs are drawn.
 * Both read a cost matrix, row-major, one row per source point, such as {@link
 * org.energymatching.coupling.SquaredDistances} computes.
 */
@NullMarked
package org.energymatching.coupling;

import org.jspecify.annotations.NullMarked;
