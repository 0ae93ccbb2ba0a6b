/** Paths between paired points: what the potential's slope is fitted to along the way. */
@NullMarked
package org.energymatching.interpolant;

import org.jspecify.annotations.NullMarked;
