/**
 * Measures of smart-meter work: generated load profiles against data, and restored ones against the truth.
 *
 * <p>{@link org.energymatching.metric.load.LoadDistances} compares samples with data, {@link
 * org.energymatching.metric.load.LoadErrors} an ensemble of restorations with true profiles, and {@link
 * org.energymatching.metric.load.BlockMask} draws the gaps of a benchmark. The measures are those of N. Lin et al., "SmartMeterFM"
 * (arXiv 2601.21706) and its repository.
 */
@NullMarked
package org.energymatching.metric.load;

import org.jspecify.annotations.NullMarked;
