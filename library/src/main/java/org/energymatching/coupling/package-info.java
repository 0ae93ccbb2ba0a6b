/**
 * Which source point travels to which data point.
 *
 * <p>A batch of source points and a batch of data points can be joined in many ways, and the shorter the journeys the
 * straighter the paths that the potential learns. {@link org.energymatching.coupling.Assignment} finds the pairs whose
 * total cost is least; {@link org.energymatching.coupling.Sinkhorn} finds a blurred plan, from which pairs are drawn.
 * Both read a cost matrix, row-major, one row per source point, such as {@link
 * org.energymatching.coupling.SquaredDistances} computes.
 */
@NullMarked
package org.energymatching.coupling;

import org.jspecify.annotations.NullMarked;
