/** Multilayer perceptrons, potentials around potentials, and the architectures that a checkpoint can name. */
@NullMarked
package org.energymatching.nn.potential;

import org.jspecify.annotations.NullMarked;
