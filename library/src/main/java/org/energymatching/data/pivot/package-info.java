/**
 * Long tables, one line a reading, as meters write them, made into rows of one home and one day, week or month.
 *
 * <pre>{@code
 * Profiles days = Pivot.ofLong("LCLid", List.of("DateTime"), "KWH/hh (per half hour)")
 *         .every(Duration.ofMinutes(30))
 *         .read(Path.of("readings.csv"));
 * Split.Rows split = Split.byGroup(days.ids(), 0.2, Rng.of(0).stream("holdout"));
 * }</pre>
 */
@NullMarked
package org.energymatching.data.pivot;

import org.jspecify.annotations.NullMarked;
