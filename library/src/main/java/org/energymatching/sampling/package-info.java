/**
 * Sampling from a potential: one step is a {@link org.energymatching.sampling.Kernel}, a whole run a {@link
 * org.energymatching.sampling.Sampler}.
 */
@NullMarked
package org.energymatching.sampling;

import org.jspecify.annotations.NullMarked;
