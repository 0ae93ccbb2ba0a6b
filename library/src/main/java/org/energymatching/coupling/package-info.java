/** Which source point belongs to which data point: transport within a mini-batch. */
@NullMarked
package org.energymatching.coupling;

import org.jspecify.annotations.NullMarked;
