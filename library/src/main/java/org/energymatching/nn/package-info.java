/** Networks that are potentials: an {@link org.energymatching.nn.Architecture} says how, {@link org.energymatching.nn.Parameters} hold what was learnt, {@link org.energymatching.nn.Network} is both together. */
@NullMarked
package org.energymatching.nn;

import org.jspecify.annotations.NullMarked;
