/**
 * Quality of synthetic tables with columns of mixed types, beside real rows of the same schema: columns one by one ({@link
 * org.energymatching.metric.table.ColumnShapes}), pairs of columns ({@link org.energymatching.metric.table.PairTrends}), whole rows
 * ({@link org.energymatching.metric.table.TwoSampleTest}), use for prediction ({@link
 * org.energymatching.metric.table.PredictiveUtility}) and privacy ({@link org.energymatching.metric.table.NearestRecord}).
 *
 * <p>Rows are cells as written. Constants and identifiers are left out.
 */
@NullMarked
package org.energymatching.metric.table;

import org.jspecify.annotations.NullMarked;
