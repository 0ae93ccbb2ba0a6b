/**
 * Training objectives: {@link org.energymatching.objective.FlowMatching}, {@link
 * org.energymatching.objective.ContrastiveDivergence} and their sum.
 */
@NullMarked
package org.energymatching.objective;

import org.jspecify.annotations.NullMarked;
