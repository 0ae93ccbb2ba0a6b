/** Probability paths between paired points, with the velocities that the potential's drift is fitted to. */
@NullMarked
package org.energymatching.interpolant;

import org.jspecify.annotations.NullMarked;
